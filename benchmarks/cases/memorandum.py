"""A memorandum as PDF: ours against the same paragraphs through bare ReportLab platypus."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from benchmarks.harness import Case, Clock
from cluster_desktop.documents import fonts, press, preview
from cluster_desktop.documents.compose import Paper, compose
from cluster_desktop.paths import resource
from cluster_desktop.services.paper_data import (
    MemorandumData,
    PartyData,
    Template,
    template_from_body,
)

PAPERS = 40
MANY = 500
A_PAPER = 0.010  # seconds of CPU that one of many may take

CASES = (
    Case(
        name="memorandum",
        what="memorandum, two columns, PDF",
        module=__name__,
        ours="memorandum_of_the_program",
        peers=("bare_platypus",),
        targets={"bare_platypus": 1.3},
    ),
    Case(
        name="memoranda",
        what=f"one of {MANY} memoranda printed in one job",
        module=__name__,
        ours="one_of_many",
        peers=("bare_platypus_of_many",),
        targets={"bare_platypus_of_many": 1.3},
        runs=3,
        most_seconds=A_PAPER,
    ),
)

COLLEGE = PartyData(
    name_kk="«Ақжайлау аграрлық-техникалық колледжі» МКҚК",
    name_ru="ГККП «Акжайлауский аграрно-технический колледж»",
    address_kk="Ақжайлау кенті, Достық көшесі, 14",
    address_ru="пос. Акжайлау, ул. Достык, 14",
    bin="950140900017",
    person_kk="Нұрланов Ерлан Серікұлы",
    person_ru="Нурланов Ерлан Серикович",
    position_kk="директор",
    position_ru="директор",
    basis_kk="Жарғы",
    basis_ru="Устав",
    in_person_ru="директора Нурланова Е. С.",
)
FARM = PartyData(
    name_kk="«Қостанай агро» ЖШС",
    name_ru="ТОО «Костанай агро»",
    address_kk="Ақжайлау кенті, Бейбітшілік көшесі, 8",
    address_ru="пос. Акжайлау, ул. Бейбитшилик, 8",
    bin="240240900092",
    person_kk="Сәрсенова Бибігүл Ержанқызы",
    person_ru="Сарсенова Бибигуль Ержановна",
    position_kk="директор",
    position_ru="директор",
    basis_kk="Жарғы",
    basis_ru="Устав",
    in_person_ru="директора Сарсеновой Б. Е.",
)


def prepare(folder: Path) -> None:
    """Nothing is needed but what the program brings along."""


def judge(answers: dict[str, object]) -> None:
    for side, answer in answers.items():
        assert isinstance(answer, str)
        text = " ".join(answer.split())
        assert "Қостанай агро" in text, side
        assert "Нұрланов" in text, side
    ours, theirs = (len("".join(str(answer).split())) for answer in answers.values())
    if "one_of_many" in answers:
        last = _data(MANY - 1).number
        assert all(last in str(answer) for answer in answers.values()), f"{last} is not printed"
    assert abs(ours - theirs) < 0.15 * theirs, f"not the same text: {ours} / {theirs} letters"


def _data(number: int) -> MemorandumData:
    return MemorandumData(
        record_id=UUID(int=number + 1),
        number=f"М-{number:03}/2026",
        date=date(2026, 4, 1),
        parties=(COLLEGE, FARM),
        valid_from=date(2026, 4, 1),
        valid_until=date(2029, 4, 1),
        place_kk="Ақжайлау кенті",
        place_ru="пос. Акжайлау",
    )


def _template() -> Template:
    return template_from_body(resource("templates", "memorandum.json").read_text("utf-8"))


def memorandum_of_the_program(folder: Path, clock: Clock) -> object:
    template = _template()
    press.render(_data(PAPERS), template)
    clock.start()
    made = [press.render(_data(number), template) for number in range(PAPERS)]
    clock.stop()
    clock.seconds /= PAPERS
    return preview.text_of(made[0])


def one_of_many(folder: Path, clock: Clock) -> object:
    template = _template()
    press.render(_data(MANY), template)
    jobs = [(_data(number), template) for number in range(MANY)]
    clock.start()
    made = press.render_many(jobs)
    clock.stop()
    clock.seconds /= MANY
    return preview.text_of(made)


def bare_platypus_of_many(folder: Path, clock: Clock) -> object:
    fonts.register()
    template = _template()
    papers = [compose(_data(number), template, "columns") for number in range(MANY)]
    _plain(papers[:1])
    clock.start()
    made = _plain(papers)
    clock.stop()
    clock.seconds /= MANY
    return preview.text_of(made)


def bare_platypus(folder: Path, clock: Clock) -> object:
    fonts.register()
    template = _template()
    papers = [compose(_data(number), template, "columns") for number in range(PAPERS)]
    _plain(papers[:1])
    clock.start()
    made = [_plain([paper]) for paper in papers]
    clock.stop()
    clock.seconds /= PAPERS
    return preview.text_of(made[0])


def _pairs(paper: Paper) -> list[tuple[str, str]]:
    rows = [*paper.rows, *([paper.parties_heading] if paper.parties_heading else [])]
    found = [
        (
            "".join(p.text for p in (*row.kk, *row.kk_end)),
            "".join(p.text for p in (*row.ru, *row.ru_end)),
        )
        for row in rows
    ]
    for block in paper.blocks:
        for line in block:
            both = " ".join(line.both)
            found.append((" ".join(line.kk) or both, " ".join(line.ru)))
    return found


def _plain(papers: Sequence[Paper]) -> bytes:
    """The same texts in two columns, as a short script of anybody would print them."""
    style = ParagraphStyle("text", fontName=fonts.REGULAR, fontSize=12, leading=13.8)
    story: list[Flowable] = []
    for paper in papers:
        lines = [
            [Paragraph(escape(kk), style), Paragraph(escape(ru), style)] for kk, ru in _pairs(paper)
        ]
        story += [Table(lines, colWidths=[247, 247]), PageBreak()]
    out = io.BytesIO()
    document = SimpleDocTemplate(out, pagesize=A4, leftMargin=57, rightMargin=43, topMargin=43)
    document.build(story[:-1])
    return out.getvalue()
