"""A new release that is built like another one."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import StreamValue

from pressroom.models import JointIssuer, PressRelease, ReleaseContact

# What a release says of its own kind again and again; everything else is this release's alone.
COPIED_BLOCKS = frozenset({"heading"})


def create_similar_release(release: PressRelease, title: str, user: Any) -> PressRelease:
    """Return a draft, saved below the same list, with what the next release has in common.

    That is the order of its blocks with the headings, topics, contacts, joint issuers, the place
    and the notes to editors. Words, quotations, files, pictures, links and dates stay behind.

    Raises:
        ValidationError: the title is no title for a page.
    """
    draft = PressRelease(
        title=title,
        owner=user,
        live=False,
        location=release.location,
        notes_to_editors=release.notes_to_editors,
        body=_copy_block_structure(release.body),
    )
    draft.topics = list(release.topics.all())
    draft.media_contacts = [
        ReleaseContact(contact=entry.contact, sort_order=entry.sort_order)
        for entry in release.media_contacts.all()
        if entry.contact and entry.contact.is_live_now
    ]
    draft.issued_with = [
        JointIssuer(organisation=entry.organisation, sort_order=entry.sort_order)
        for entry in release.issued_with.all()
        if entry.organisation and entry.organisation.is_live_now
    ]
    release.get_parent().add_child(instance=draft)
    draft.save_revision(user=user, log_action=True, clean=False)
    return draft


def _copy_block_structure(body: StreamValue) -> StreamValue:
    """Return blocks of the same kinds in the same order, empty but for those in KEPT."""
    return StreamValue(
        body.stream_block,
        [
            (
                child.block_type,
                child.value if child.block_type in COPIED_BLOCKS else child.block.get_default(),
            )
            for child in body
        ],
    )
