"""The press releases, oldest first."""

from demo import press_2012, press_2013, press_2014, press_2015, press_2016, press_2017

RELEASES = sorted(
    (
        *press_2012.RELEASES,
        *press_2013.RELEASES,
        *press_2014.RELEASES,
        *press_2015.RELEASES,
        *press_2016.RELEASES,
        *press_2017.RELEASES,
    ),
    key=lambda release: release.date,
)
