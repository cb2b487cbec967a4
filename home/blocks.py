"""The body of the pages that stay."""

from content.blocks import BodyBlock
from snippets.contacts.blocks import ContactDetailsBlock


class InformationBodyBlock(BodyBlock):
    """The body of a page such as Contact or Accessibility."""

    contact_details = ContactDetailsBlock(group="Pictures and facts")
