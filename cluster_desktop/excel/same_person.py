"""Whether a row means the person who has its IIN already, or somebody else by a slip. Pure.

A name changes in small ways: spelling, look-alike letters, initials, a patronymic added, a surname
after marriage. Another given name or another day of birth is another person: the row waits until
somebody says that it is the same one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA

from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, fold, format_date
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import read_iin

OTHER_PERSON = "other_person"

_PATRONYMIC = re.compile(r"\w+(?:ули|кизи|ович|евич|ич|овна|евна|ична|оглу|кизы)")
_NOT_WORD = re.compile(r"[\W_]+")
# Up to so many letters a word must be equal, up to so many it may have one slip, above two.
_EQUAL, _ONE_SLIP = 4, 8


def person_key(name: str) -> str:
    """A person's name for comparing: case, look-alike letters and dots make no other person."""
    return " ".join(fold(name).replace(".", " ").split())


def other_birthday(one: object, other: object) -> bool:
    """Two days of birth that are both known and not the same: two persons of one name."""
    return isinstance(one, date) and isinstance(other, date) and one != other


@dataclass(frozen=True)
class Named:
    """How a kind names a person: meanings of IIN, name and birthday, and who is near whom.

    Two rows mean one person by IIN, else by name, birthday and `place` (group, enterprise).
    """

    iin: str
    name: str
    born: str
    place: Callable[[Reading, Record], str]

    def prepare(self, reading: Reading) -> None:
        """A row without IIN or without birthday may mean the person of another row, who has it."""
        records = reading.records.values()
        wanted = {
            person_key(str(record.own[self.name]))
            for record in records
            if record.own.get(self.name) and not record.own.get(self.iin)
        }
        people: dict[str, dict[str, object]] = defaultdict(dict)
        for record in records if wanted else ():
            own = record.own
            if not own.get(self.name) or person_key(str(own[self.name])) not in wanted:
                continue
            name, born = self._name(reading, record), own.get(self.born)
            if own.get(self.iin):
                people[name][str(own[self.iin])] = born or read_iin(str(own[self.iin])).born
            elif born:
                people[name].setdefault(f"{name}|{born}", born)
        reading.names = {}
        for name, keys in people.items():
            days: dict[object, list[str]] = defaultdict(list)
            for key, born in keys.items():
                days[born].append(key)
            for born, several in days.items():
                with_iin = [key for key in several if key.isdigit()]
                if len(with_iin) == 1:
                    reading.names[f"{name}|{born or ''}"] = with_iin[0]
            persons = {reading.names.get(key, key) for key in keys}
            if len(persons) == 1:
                reading.names[f"{name}|"] = persons.pop()

    def key(self, reading: Reading, record: Record) -> str:
        """The person of a row within its file."""
        own = record.own
        if own.get(self.iin):
            return str(own[self.iin])
        if not own.get(self.name):
            return f"?{record.row}"
        key = f"{self._name(reading, record)}|{own.get(self.born) or ''}"
        return reading.names.get(key, key)

    def _name(self, reading: Reading, record: Record) -> str:
        return f"{person_key(str(record.own[self.name]))}|{self.place(reading, record)}"


def is_same_name(one: str, other: str) -> bool:
    """Whether two spellings may be of one name.

    «Ақылбеков А.», «Akылбеков Айбек», «Ақылбеков Айбек Серікұлы» may; another given name may not.
    """
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    if not shorter:
        return True
    left = list(longer)
    lacking: list[int] = []
    for place, word in enumerate(shorter):
        partner = next((each for each in left if each == word), None) or next(
            (each for each in left if _is_alike(word, each)), None
        )
        if partner is None:
            lacking.append(place)
        else:
            left.remove(partner)
    names = [place for place in lacking if not _PATRONYMIC.fullmatch(shorter[place])]
    if not names:
        return len(lacking) < len(shorter)
    # A new surname: given name and patronymic are the same, and both are written out.
    return names == [0] and len(lacking) == 1 and len([w for w in shorter if len(w) > 1]) > 2


def other_person(
    reading: Reading,
    record: Record,
    stored: Mapping[str, Value],
    *,
    name: str,
    iin: str,
    born: str = "",
) -> tuple[CellFinding, ...]:
    """An error where the IIN belongs to somebody of quite another name or birthday.

    `name`, `iin`, `born` are the meanings of the row; `stored` is the person with that IIN.
    """
    values = record.values
    typed, known = str(values.get(name) or ""), str(stored.get("full_name") or "")
    if record.row in reading.agreed or not values.get(iin) or not known:
        return ()
    day, known_day = values.get(born), stored.get("born")
    of_iin = read_iin(str(values[iin])).born
    differs = isinstance(day, date) and isinstance(known_day, date) and day != known_day
    # A day that is put right by the IIN itself is no other person's.
    if is_same_name(typed, known) and (not differs or day == of_iin):
        return ()
    if differs and isinstance(known_day, date):
        known = f"{known}, {format_date(known_day)}"
    said = _(
        "This IIN belongs to {person}. Correct the IIN, or say that it is the same person and "
        "take the new name."
    )
    finding = Finding(said.format(person=known), code=OTHER_PERSON)
    return (reading.at(record, iin, finding),)


def _words(name: str) -> Sequence[str]:
    return _NOT_WORD.sub(" ", fold(name)).split()


def _is_alike(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    longest = max(len(one), len(other))
    slips = 0 if longest <= _EQUAL else 1 if longest < _ONE_SLIP else 2
    return OSA.distance(one, other, score_cutoff=slips) <= slips
