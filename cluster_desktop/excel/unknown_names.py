"""Names of partners that nobody knows but that are nearly those of partners we have.

Such a row would make a second partner: the person says once which one is meant, and the answer is
remembered like that about any other unknown word. Rows with a BIN need no such question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from rapidfuzz import fuzz, process

from cluster_desktop.excel.matching import Fate
from cluster_desktop.excel.plan_words import UnknownWord
from cluster_desktop.excel.reading import Reading
from cluster_desktop.i18n import _, fold, fold_name
from cluster_desktop.query import Query
from cluster_desktop.services.office import Office

NAME, BIN = "organisation.name", "organisation.bin"
NEW = "new"
# So like each other, in percent, that one may be a misspelling of the other.
_ALIKE = 80.0
_MOST_OFFERED = 3
_MOST_ASKED = 300


class UnknownNames:
    """Asks about the names of one table; knows what was answered."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: dict[str, tuple[str, str]] | None = None
        self._alike: dict[str, tuple[tuple[str, str], ...]] = {}
        self._settled: set[str] = set()

    def words(self, reading: Reading, fates: Mapping[int, Fate]) -> list[UnknownWord]:
        """Each unknown name that is like a known one, with the rows it stands in."""
        if NAME not in reading.columns:
            return []
        rows: dict[str, list[int]] = {}
        for row, fate in fates.items():
            makes = any(each.entity == "organisation" and each.is_new for each in fate.proposals)
            if makes and not reading.typed(row, BIN):
                rows.setdefault(reading.typed(row, NAME), []).append(row)
        found = []
        for text in list(rows)[:_MOST_ASKED]:
            offers = self._offers(text) if fold(text) not in self._settled else ()
            if offers:
                found.append(UnknownWord(NAME, text, tuple(rows[text]), offers))
        return found

    def _offers(self, text: str) -> tuple[tuple[str, str], ...]:
        """(id, name) of partners with nearly that name, and the answer that it is a new one."""
        if text not in self._alike:
            keys = {fold_name(part) for part in (text, *text.split("\n")) if part.strip()}
            known = self._partners()
            near: dict[str, str] = {}
            for key in keys:
                for spelling, _score, _place in process.extract(
                    key, known.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST_OFFERED
                ):
                    near.setdefault(*known[spelling])
            offers = tuple(near.items())[:_MOST_OFFERED]
            self._alike[text] = (*offers, (NEW, _("a new partner"))) if offers else ()
        return self._alike[text]

    def _partners(self) -> Mapping[str, tuple[str, str]]:
        """{folded name: (id, the name as we have it)}"""
        if self._known is None:
            self._known = {}
            columns = ("name_kk", "name_ru")
            for row in self._office.rows(Query("organisation", columns=columns)):
                for name in (row["name_ru"], row["name_kk"]):
                    if name:
                        self._known[fold_name(name)] = (str(row.id), name)
        return self._known

    def name_of(self, answer: str) -> str | None:
        """The name that the rows get, None for a new partner and for one that is gone."""
        known = dict(self._partners().values())
        return known.get(answer)

    def settle(self, text: str) -> None:
        """The person has answered: not asked again."""
        self._settled.add(fold(text))

    def remembered(
        self, reading: Reading, words: Mapping[tuple[str, str], str]
    ) -> Iterable[tuple[int, str]]:
        """(row, name to be written) of names that were answered in an earlier file."""
        answers = {word: value for (path, word), value in words.items() if path == NAME}
        if not answers or NAME not in reading.columns:
            return
        for row in reading.records:
            answer = answers.get(fold(reading.typed(row, NAME)))
            name = self.name_of(answer) if answer and _is_id(answer) else None
            if name is not None and name != reading.typed(row, NAME):
                yield row, name


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
