"""A lost regional office comes back: its root by the file or the words, its list on a place.

Only reads: what does not fit is refused before anything is kept.
"""

from __future__ import annotations

from pathlib import Path

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.sync import office_keys, share
from cluster_desktop.sync import roster as lists
from cluster_desktop.sync.joining import lists_on, read_file
from cluster_desktop.sync.medium import Away, Medium
from cluster_desktop.sync.office_keys import Root


def root_of(root_file: Path | None, secret: str) -> Root:
    """The region's root by the locked-away file and its passphrase, or by the words on paper.

    Raises Refusal that says what is wrong with them.
    """
    if root_file is None:
        return office_keys.root_from_words(secret, "")
    return office_keys.root_from_file(read_file(root_file), secret)


def list_for(root: Root, medium: Medium) -> bytes:
    """The newest list of computers of the root's region that lies on a place.

    Lists of other roots are passed over: anybody who can write there could lay one. Raises Refusal
    that says what lies there instead, Trouble where the place cannot be reached.
    """
    state = share.state_of(medium, None)
    if state == "away":
        raise Away(medium.name)
    others = ""
    for content in lists_on(medium):
        try:
            roster = lists.read(content)
        except (Refusal, Trouble):
            continue  # damaged or forged: an older one may be whole
        if roster.root_key == root.public:
            return content
        others = others or roster.region_title
    raise Refusal(_what_lies_there(medium.name, others, is_empty=state == "empty"))


def _what_lies_there(place: str, others: str, *, is_empty: bool) -> str:
    if others:
        return _(
            "The words or the file do not belong to this folder: in {place} lie data of the region "
            "“{region}”. Choose the folder of your region, or take the sheet of this one."
        ).format(place=place, region=others)
    if is_empty:
        return _(
            "{place} is empty. Choose the folder through which your region exchanges, or a stick "
            "with which a college exchanged lately."
        ).format(place=place)
    return _(
        "In {place} lies no list of computers of a region. Choose the folder through which your "
        "region exchanges, or a stick with which a college exchanged lately."
    ).format(place=place)
