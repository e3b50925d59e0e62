"""A medium: a share or a stick as the exchange sees it, and the ways in which one fails.

Four calls and no more: no delete, no replace, no lock, no times of files. Whatever is read is
judged by its content elsewhere; that a file is there, or is not, says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Literal, Protocol, TypeAlias

from cluster_desktop.errors import Trouble
from cluster_desktop.i18n import _, ngettext

Laid = Literal["laid", "same", "differs"]
Names: TypeAlias = list[str]  # inside a Medium, `list` is the call
MEGABYTE = 1024 * 1024


class Away(Trouble):
    """The medium cannot be reached, or did not answer within its deadline."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _(
                "{place} cannot be reached. Your work is safe on this computer and goes out with "
                "the next exchange. Check the network or the drive and try again."
            ).format(place=place)
        )


class TooSlow(Away):
    """No answer within the deadline: the call may still hang somewhere, nobody waits for it."""

    def __init__(self, place: str) -> None:
        Trouble.__init__(
            self,
            _(
                "{place} does not answer. Your work is safe on this computer and goes out with "
                "the next exchange. Try again later."
            ).format(place=place),
        )


class NotLetIn(Away):
    """The server answers, but not to this name and password."""

    def __init__(self, place: str) -> None:
        Trouble.__init__(
            self,
            _(
                "{place} does not accept the name or the password. Your work is safe on this "
                "computer. Check the name in the address and the password, and try again."
            ).format(place=place),
        )


class Full(Trouble):
    """No room for a file; nothing half-written stays under its name."""

    def __init__(self, place: str, needed_mb: int) -> None:
        sentence = ngettext(
            "There is no room left on {place}: {n} MB more is needed. Free some space there and "
            "exchange again.",
            "There is no room left on {place}: {n} MB more are needed. Free some space there and "
            "exchange again.",
            needed_mb,
        )
        super().__init__(sentence.format(place=place, n=needed_mb))
        self.needed_mb = needed_mb


class ReadOnly(Trouble):
    """Reading works, writing is not allowed."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _(
                "Nothing can be handed over: it is not allowed to write on {place}. What others "
                "have laid there was read. Ask the keeper of the place for the right to write."
            ).format(place=place)
        )


class Busy(Trouble):
    """One file is held by another program or cannot be used now; the others go on."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _(
                "A file on {place} is held by another program. It is left for the next exchange; "
                "everything else goes on."
            ).format(place=place)
        )


class TooLong(Trouble):
    """A file is longer than anything that is laid there: it was not read."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _("A file on {place} is larger than this program takes. It was left alone.").format(
                place=place
            )
        )


class Medium(Protocol):
    """Every call may raise Away, Full, ReadOnly, Busy; `read` also TooLong.

    Paths are those of `names`, with `/`; "" is the root of the medium.
    """

    @property
    def name(self) -> str:
        """What the place is called in a sentence for people."""
        ...

    def list(self, folder: str) -> Names:
        """The names in a folder, sorted, in lower case; none if it is not there."""
        ...

    def read(self, path: str, limit: int) -> bytes | None:
        """The whole file, or None if it is not there. May be any bytes, also half of a file."""
        ...

    def lay(self, path: str, content: bytes) -> Laid:
        """Put a file there, whole or not at all, under a name that is free.

        "same": it lay there already. "differs": something else has the name and was left alone.
        """
        ...

    def free(self) -> int | None:
        """Bytes that are free, as far as the medium says."""
        ...


_on_beat: ContextVar[Callable[[], None] | None] = ContextVar("on_beat", default=None)


def beat() -> None:
    """Said by a medium within a long call whenever it got on: the deadline begins anew."""
    if (heard := _on_beat.get()) is not None:
        heard()


def listen(heard: Callable[[], None] | None) -> None:
    """From now on `heard` is called at every beat of this thread; None: nobody is."""
    _on_beat.set(heard)


def megabytes(size: int) -> int:
    """Whole megabytes that hold so many bytes, at least one."""
    return max(1, -(-size // MEGABYTE))
