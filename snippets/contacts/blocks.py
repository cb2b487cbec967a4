"""The block that prints the current contact details."""

from wagtail.blocks import StaticBlock


class ContactDetailsBlock(StaticBlock):
    """The current address, numbers and e-mail, as they are on the day a reader looks."""

    class Meta:
        icon = "mail"
        label = "Contact details"
        admin_text = "Prints the current contact details. Edit them under Contact details."
        template = "snippets/contact_details_block.html"
        description = "Address, phone numbers and email, always current"
        preview_value = None
