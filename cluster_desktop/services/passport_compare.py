"""Two contents of the passport side by side: exactly the lines that differ. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from cluster_desktop.services.passport_content import (
    NOTHING,
    Chart,
    Fact,
    Passport,
    Section,
    Signature,
    Table,
    Words,
)
from cluster_desktop.services.passport_wording import NUMBER, TITLES

TITLE_PAGE, ANNEXES, SIGNATURES = 0, 12, 13
OUTSIDE = {
    TITLE_PAGE: Words("Титул беті", "Титульный лист", "Title page"),
    ANNEXES: Words("Қосымшалар", "Приложения", "Annexes"),
    SIGNATURES: Words("Қолдар", "Подписи", "Signatures"),
}
TEXT = Words("Мәтін", "Текст", "Text")
COLUMNS = Words("Бағандар", "Столбцы", "Columns")
FULL_NAME = Words("Толық атауы", "Полное наименование", "Full name")
SHORT_NAME = Words("Қысқаша атауы", "Краткое наименование", "Short name")
REGION = Words("Өңірі", "Регион", "Region")


@dataclass(frozen=True)
class Line:
    """One difference. `section` is 0 for the title page, 12 for annexes, 13 for signatures.

    `before` is empty for what is new, `after` for what is gone.
    """

    section: int
    title: Words
    what: Words
    before: Words
    after: Words


def compare(before: Passport, after: Passport) -> list[Line]:
    """Exactly what differs: title page, typed text by paragraph, facts, rows of tables, charts.

    Number and date of the version and of its approval are no difference of content.
    """
    found = [
        Line(TITLE_PAGE, OUTSIDE[TITLE_PAGE], what, one, other)
        for what, one, other in (
            (FULL_NAME, before.name, after.name),
            (SHORT_NAME, before.short, after.short),
            (REGION, before.region, after.region),
        )
        if one != other
    ]
    old = {one.number: one for one in before.sections}
    new = {one.number: one for one in after.sections}
    for number in sorted({*old, *new}):
        found += _section(
            old.get(number) or _empty(number),
            new.get(number) or _empty(number),
        )
    for what, one, other in _tables(before.annexes, after.annexes):
        found.append(Line(ANNEXES, OUTSIDE[ANNEXES], what, one, other))
    for what, one, other in _rows(_signed(before.signatures), _signed(after.signatures)):
        found.append(Line(SIGNATURES, OUTSIDE[SIGNATURES], what, one, other))
    return found


Difference = tuple[Words, Words, Words]


def _empty(number: int) -> Section:
    return Section(number, TITLES.get(number, NOTHING), NOTHING)


def _section(before: Section, after: Section) -> Iterator[Line]:
    title = after.title if any(after.title) else before.title
    for what, one, other in (
        *_text(before.text, after.text),
        *_facts(before.facts, after.facts),
        *_tables(before.tables, after.tables),
        *_charts(before.charts, after.charts),
    ):
        yield Line(after.number, title, what, one, other)


def _text(before: Words, after: Words) -> Iterator[Difference]:
    """Paragraph by paragraph; the languages of one changed place stand together."""
    places: dict[tuple[int, int], tuple[list[str], list[str]]] = {}
    for n, (one, other) in enumerate(zip(before, after, strict=True)):
        for place, gone, come in _paragraphs(one.split("\n"), other.split("\n")):
            told = places.setdefault(place, ([""] * len(before), [""] * len(before)))
            told[0][n], told[1][n] = gone, come
    for place in sorted(places):
        gone_all, come_all = places[place]
        yield TEXT, Words(*gone_all), Words(*come_all)


def _paragraphs(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[tuple[int, int], str, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = zip_longest(before[first:last], after[begin:end], fillvalue="")
        for n, (gone, come) in enumerate(pairs):
            if gone or come:  # an empty line more or less is no change
                yield (first + n, begin + n), gone, come


def _facts(before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[Difference]:
    old = {fact.key: fact for fact in before}
    new = {fact.key: fact for fact in after}
    for key in (*old, *(key for key in new if key not in old)):
        one = old[key].value if key in old else NOTHING
        other = new[key].value if key in new else NOTHING
        if one != other:
            yield (new.get(key) or old[key]).label, one, other


def _tables(before: Sequence[Table], after: Sequence[Table]) -> Iterator[Difference]:
    old = {table.key: table for table in before}
    new = {table.key: table for table in after}
    for key in (*old, *(key for key in new if key not in old)):
        shown = new.get(key) or old[key]
        one = old.get(key) or Table(key, shown.title, shown.headings, ())
        other = new.get(key) or Table(key, shown.title, shown.headings, ())
        for what, gone, come in _rows(one, other):
            yield _beside(shown.title, what), gone, come


def _beside(title: Words, what: Words) -> Words:
    return Words(
        *(f"{one}: {other}" if other else one for one, other in zip(title, what, strict=True))
    )


def _signed(signatures: Sequence[Signature]) -> Table:
    rows = tuple((one.organisation, one.position, one.name) for one in signatures)
    return Table("signatures", NOTHING, (NOTHING, NOTHING, NOTHING), rows)


Cells = tuple[Words, ...]


def _rows(before: Table, after: Table) -> Iterator[Difference]:
    """Rows that are new, gone or changed; their number in the table is no part of them."""
    old_heads, old = _bare(before)
    new_heads, new = _bare(after)
    if old_heads != new_heads:
        yield COLUMNS, _told(old_heads), _told(new_heads)
    left = _without(old, new)
    come = _without(new, old)
    for row, other in _matched(left, come):
        if row is None and other is not None:
            yield _name(other), NOTHING, _told(other)
        elif row is not None and other is None:
            yield _name(row), _told(row), NOTHING
        elif row is not None and other is not None:
            yield _changed(new_heads, row, other)


def _bare(table: Table) -> tuple[Cells, list[Cells]]:
    """Headings and rows without the column of row numbers, where the first one is such."""
    rows = list(table.rows)
    counts = table.headings[:1] == (NUMBER,) and all(
        row[0].kk == str(n) for n, row in enumerate(rows, start=1)
    )
    if not counts:
        return table.headings, rows
    return table.headings[1:], [row[1:] for row in rows]


def _without(rows: Sequence[Cells], others: Sequence[Cells]) -> list[Cells]:
    """Rows that the others have not, each other row taking away one."""
    left = list(others)
    found = []
    for row in rows:
        if row in left:
            left.remove(row)
        else:
            found.append(row)
    return found


def _matched(
    before: Sequence[Cells], after: Sequence[Cells]
) -> Iterator[tuple[Cells | None, Cells | None]]:
    """A changed row is the one that has most in common with it, by name first."""
    waiting = list(after)
    for row in before:
        best = max(waiting, key=lambda other: _likeness(row, other), default=None)
        if best is not None and _likeness(row, best) > 0:
            waiting.remove(best)
            yield row, best
        else:
            yield row, None
    for other in waiting:
        yield None, other


def _likeness(row: Cells, other: Cells) -> int:
    """0 where they are of different things: another name and little in common."""
    same = sum(one == two and any(one) for one, two in zip(row, other, strict=False))
    if _name(row) == _name(other):
        return 100 + same
    filled = max(sum(any(one) for one in row), 1)
    return same if same * 2 >= filled else 0


def _name(row: Cells) -> Words:
    """What the row is called: its first words that are no number."""
    return next(
        (one for one in row if any(c.isalpha() for c in one.kk)), row[0] if row else NOTHING
    )


def _changed(headings: Cells, row: Cells, other: Cells) -> Difference:
    """Only the cells that differ, each with its heading."""
    gone, come = [], []
    for n, (one, two) in enumerate(zip_longest(row, other, fillvalue=NOTHING)):
        if one != two:
            head = headings[n] if n < len(headings) else NOTHING
            gone.append(_labelled(head, one))
            come.append(_labelled(head, two))
    return _name(other), _told(gone, "; "), _told(come, "; ")


def _labelled(head: Words, cell: Words) -> Words:
    """«Heading: value», a dash for an empty cell."""
    if not any(head):
        return cell
    return Words(*(f"{one}: {two or '–'}" for one, two in zip(head, cell, strict=True)))


def _told(cells: Sequence[Words], between: str = " · ") -> Words:
    return Words(*(between.join(one[n] for one in cells if one[n]) for n in range(3)))


def _charts(before: Sequence[Chart], after: Sequence[Chart]) -> Iterator[Difference]:
    old = {chart.key: chart for chart in before}
    new = {chart.key: chart for chart in after}
    for key in (*old, *(key for key in new if key not in old)):
        one, other = _points(old.get(key)), _points(new.get(key))
        title = (new.get(key) or old[key]).title
        for point in (*one, *(point for point in other if point not in one)):
            if one.get(point) != other.get(point):
                gone, come = _value(one.get(point)), _value(other.get(point))
                yield _beside(title, point), gone, come


def _points(chart: Chart | None) -> dict[Words, float | None]:
    if chart is None:
        return {}
    return {
        _told((category, series.label), ", "): value
        for series in chart.series
        for category, value in zip(chart.categories, series.values, strict=True)
    }


def _value(value: float | None) -> Words:
    text = "" if value is None else f"{value:g}"
    return Words(text, text, text)
