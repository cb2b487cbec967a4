"""Press releases and their archive."""

from pressroom.models.press_release import JointIssuer, PressRelease, ReleaseContact
from pressroom.models.press_release_index import PressReleaseIndexPage

__all__ = ["JointIssuer", "PressRelease", "PressReleaseIndexPage", "ReleaseContact"]
