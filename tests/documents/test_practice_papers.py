"""Papers of practice read back: contracts, orders, referrals, certificates, lists."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT

from cluster_desktop import documents
from cluster_desktop.documents import press, preview
from cluster_desktop.documents.places import check_template
from cluster_desktop.documents.press import Format, Layout
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.paths import resource
from cluster_desktop.query import Condition, Query
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.spoken import in_words
from cluster_desktop.services import contracts, paper_contracts, paper_gaps, paper_jobs, papers
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_data import PaperData, template_from_body, template_to_body
from cluster_desktop.services.paper_jobs import Job
from cluster_desktop.services.paper_kinds import PAPERS
from cluster_desktop.services.paper_reader import Reader
from tests.databases import Databases
from tests.documents.practice_records import (
    FARM,
    GUARDIAN,
    NAMES,
    of_practice,
    one,
    period_of,
    placement_of,
    placements,
)

TODAY = date(2026, 11, 21)
MINOR, ADULT = NAMES[2], NAMES[0]


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(of_practice, tmp_path / "cluster.db")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def looked_at(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """For tests that only look: contracts are made, a frame contract stands."""
    opened = databases.open(of_practice, tmp_path_factory.mktemp("papers") / "cluster.db")
    contracts.make_contracts(opened, placements(opened)[:4], "dual")
    frame = one(
        opened.add(
            "agreement",
            {
                "kind": "practice",
                "number": "П-5/2026",
                "partner_id": opened.lookup("organisation", "bin", [FARM["bin"]])[FARM["bin"]][0],
                "signed_on": date(2026, 9, 1),
                "stage": "signed",
                "place_kk": "Ақжайлау ауылы",
                "place_ru": "с. Акжайлау",
                "valid_until": date(2027, 8, 31),
            },
        )
    )
    rest = placements(opened)[4:]
    opened.set_many("placement", rest, {"agreement_id": frame})
    yield opened
    opened.close()


def text_of(job: Job, layout: Layout = "columns") -> str:
    """All words of the PDF in one line."""
    return " ".join(preview.text_of(documents.render(*job.ready(), layout)).split())


def made(office: Office, kind: str) -> list[Job]:
    """The papers of a kind, from the period or from where they come."""
    if kind == "mentor_list":
        ids = [row.id for row in office.rows(Query("mentor", columns=("position",)))]
        return paper_jobs.jobs(office, kind, ids)
    if kind == "graduates":
        ids = [row.id for row in office.rows(Query("student", columns=("full_name",)))]
        return paper_jobs.jobs(office, kind, ids)
    return paper_jobs.jobs(office, kind, [period_of(office)], of="practice_period")


# What each kind must say, in Kazakh and in Russian.
WORDS = {
    "dual": (
        "ДУАЛЬДЫ ОҚЫТУ ТУРАЛЫ ШАРТ",
        "ДОГОВОР О ДУАЛЬНОМ ОБУЧЕНИИ",
        "2026 жылғы 1 қыркүйектен бастап 2026 жылғы 14 қарашаға дейін",
        "с 1 сентября 2026 года по 14 ноября 2026 года",
        "45 000 (қырық бес мың) теңге",
        "(сорок пять тысяч) тенге",
        "432 (67,5 %)",
        "07150500",
        "үш данада",
        "в трёх экземплярах",
    ),
    "practice": ("«Қостанай агро» ЖШС", "П-5/2026", "екі данада", "М.О. / М.П."),
    "annex": ("1-қосымша", "Приложение 1", "2026 жылғы 1 қыркүйектегі", "ДІ-24-1"),
    "order": ("БҰЙЫРАМЫН", "ПРИКАЗЫВАЮ", "барлығы – 6 студент", "Ысқақова Жібек Іңкәрқызы"),
    "referral": ("ЖОЛДАМА", "НАПРАВЛЕНИЕ", "Ж-АВЕ001/2026", "дуальды оқыту", "432 сағат"),
    "mentor_order": ("БҰЙРЫҚ", "Тәлімгерлерді бекіту туралы", "О закреплении наставников"),
    "mentor_list": ("ТӘЛІМГЕРЛЕР ТІЗІМІ", "Жұмабаев Асқар Ғабитұлы", "Барлығы: 2", "Всего: 2"),
    "reference": ("МІНЕЗДЕМЕ", "ХАРАКТЕРИСТИКА", "Кәсіби білімі мен дағдылары", "Тәлімгер"),
    "certificate": (
        "СЕРТИФИКАТ",
        "С-АВЕ001/2026",
        "дуальды оқытудан өтті",
        "дуальное обучение",
        "БСН",
        "Кәсіпорындағы сағат саны: 432",
        "шебер",
    ),
    "graduates": ("2026 ЖЫЛҒЫ ТҮЛЕКТЕРДІҢ ТІЗІМІ", "Һамитов Қуаныш Үсенұлы", "неизвестно"),
}


@pytest.mark.parametrize("layout", press.LAYOUTS)
@pytest.mark.parametrize("kind", sorted(WORDS))
def test_a_paper_says_what_it_must_in_both_languages(
    looked_at: Office, kind: str, layout: Layout
) -> None:
    text = text_of(made(looked_at, kind)[0], layout).replace("\u00a0", " ")
    in_columns = [word for word in WORDS[kind] if word != "М.О. / М.П." or layout == "columns"]
    assert [word for word in in_columns if word not in text] == []


@pytest.mark.parametrize("format", press.FORMATS)
@pytest.mark.parametrize("kind", sorted(WORDS))
def test_the_same_records_give_the_same_bytes(looked_at: Office, kind: str, format: Format) -> None:
    first, again = (made(looked_at, kind)[0].ready() for __ in range(2))
    file = documents.render(*first, "columns", format)
    assert documents.render(*again, "columns", format) == file
    assert file.startswith(b"%PDF" if format == "pdf" else b"PK")


@pytest.mark.parametrize("kind", ["dual", "order", "certificate"])
def test_the_docx_holds_the_same_words(looked_at: Office, kind: str) -> None:
    job = made(looked_at, kind)[0]
    document = Document(io.BytesIO(documents.render(*job.ready(), "sequence", "docx")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = " ".join(" ".join([p.text for p in document.paragraphs] + cells).split())
    wanted = [word for word in WORDS[kind] if word not in ("барлығы – 6 студент", "БСН")]
    assert [word for word in wanted if word not in text.replace("\u00a0", " ")] == []


def test_a_long_name_and_the_day_do_not_run_together_in_word(looked_at: Office) -> None:
    job = made(looked_at, "mentor_list")[0]
    document = Document(io.BytesIO(documents.render(*job.ready(), "columns", "docx")))
    cells = [cell.text for cell in document.tables[0]._cells if "2026" in cell.text]
    assert len(cells) == 2
    assert all("\n\t" in text for text in cells)
    # One tab leads to the middle of the sheet; those of the style would stop before it.
    footer = document.sections[0].footer.paragraphs[0]
    kinds = [stop.alignment for stop in footer.paragraph_format.tab_stops]
    assert kinds.count(WD_TAB_ALIGNMENT.CLEAR) == len(kinds) - 1


def test_every_kind_is_tested_here() -> None:
    # Minutes are read back in tests/services/test_council.py.
    assert set(WORDS) | {"memorandum", "minutes"} == set(PAPERS)


@pytest.mark.parametrize("name", papers.OWN_TEMPLATES)
def test_our_templates_are_right_and_marked_as_samples(name: str) -> None:
    body = resource("templates", f"{name}.json").read_text("utf-8")
    template = template_from_body(body)
    assert check_template(template) == []
    assert "заңгермен" in template.note.kk
    assert "с юристом" in template.note.ru
    assert template_from_body(template_to_body(template)) == template
    assert json.loads(body)["kind"] == template.kind


def test_a_template_with_a_table_nobody_knows_is_told() -> None:
    body = json.loads(resource("templates", "order.json").read_text("utf-8"))
    body["clauses"].append({"level": "table", "of": "cows"})
    body["clauses"].append({"level": "lines", "of": "many"})
    found = check_template(template_from_body(body))
    assert [finding.message for finding in found] == [
        f"The template names a table the program does not know: {name}."
        for name in ("cows", "many")
    ]


# Who signs


def test_the_representative_of_a_minor_signs_too(office: Office) -> None:
    some = [placement_of(office, name) for name in (ADULT, MINOR)]
    contracts.make_contracts(office, some, "dual")
    by_name = {job.title.partition(" ")[2]: job for job in made(office, "dual")}
    minor = text_of(by_name[MINOR])
    assert "Заңды өкілі / Законный представитель" in minor
    assert "законный представитель Нұрмұхаммедов Өмірбек Асанұлы" in minor
    assert "Заңды өкілі" not in text_of(by_name[ADULT])


@pytest.mark.parametrize(
    ("day", "minor"),
    [(date(2028, 3, 3), True), (date(2028, 3, 4), False), (date(2026, 11, 21), True)],
)
def test_of_age_on_the_eighteenth_birthday(office: Office, day: date, minor: bool) -> None:
    placement = office.get("placement", placement_of(office, MINOR))
    student = Reader(office).row("student", placement["student_id"])
    assert paper_contracts.is_minor(student, day) is minor


def test_a_minor_without_a_representative_is_told(office: Office) -> None:
    placement = placement_of(office, MINOR)
    student = office.get("placement", placement)["student_id"].id
    office.set("student", student, {"guardian_name": None})
    contracts.make_contracts(office, [placement], "dual")
    (job,) = (job for job in made(office, "dual") if job.problem is None)
    messages = [finding.message for finding in press.findings(*job.ready())]
    assert f"{MINOR}: legal representative is not filled" in messages


# What is missing


def test_what_is_missing_is_told_for_whom_and_filled_in_place(office: Office) -> None:
    placement = placement_of(office, ADULT)
    office.set("placement", placement, {"mentor_id": None})
    jobs = made(office, "certificate")
    lacking = {
        job.title.partition(" ")[2]: [f.message for f in press.findings(*job.ready())]
        for job in jobs
        if press.findings(*job.ready())
    }
    contract = "Number of the agreement: not filled, the paper has a line to write on"
    assert set(lacking) == set(NAMES)
    assert "Mentor: not filled, the paper has a line to write on" in lacking[ADULT]
    assert all(contract in messages for messages in lacking.values())
    job = next(job for job in jobs if job.title.endswith(ADULT))
    gap = Finding("", field="mentor")
    data, __ = job.ready()
    paper_gaps.fill(office, data, gap, "Сәрсенбаев Өмірзақ")
    assert office.get("placement", placement)["mentor_id"].title == "Сәрсенбаев Өмірзақ"
    with pytest.raises(Refusal, match="own page"):
        paper_gaps.fill(office, data, Finding("", field="share"), "60")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"ends": date(2026, 12, 24)}, "lasts until 24.12.2026: the certificate is too early"),
        ({"state": "interrupted"}, "no certificate is due"),
        ({"state": "failed"}, "no certificate is due"),
    ],
)
def test_a_certificate_that_is_not_due_is_not_made(
    office: Office, values: dict[str, Value], why: str
) -> None:
    office.set("placement", placement_of(office, ADULT), values)
    jobs = paper_jobs.jobs(office, "certificate", placements(office))
    (left,) = (job for job in jobs if job.problem is not None)
    assert (left.title, left.data) == (ADULT, None)
    with pytest.raises(Refusal, match=why):
        left.ready()
    # Nor does it use up a number.
    numbers = [job.title.partition(" ")[0] for job in jobs if job is not left]
    assert numbers == [f"С-АВЕ{n:03}/2026" for n in range(1, 6)]


def test_a_paper_names_contracts_only(office: Office) -> None:
    """A register links placements to memoranda too: they send nobody."""
    farm = office.lookup("organisation", "bin", [FARM["bin"]])[FARM["bin"]][0]
    placement = placement_of(office, ADULT)
    for kind, is_named in (("memorandum", False), ("targeted", False), ("practice", True)):
        number = f"X-{kind}"
        linked = one(
            office.add(
                "agreement",
                {
                    "kind": kind,
                    "number": number,
                    "partner_id": farm,
                    "signed_on": date(2023, 2, 1),
                    "stage": "signed",
                },
            )
        )
        office.set("placement", placement, {"agreement_id": linked})
        for paper in ("certificate", "referral"):
            (job,) = paper_jobs.jobs(office, paper, [placement])
            assert (number in text_of(job)) is is_named, (kind, paper)
            lacking = {finding.field for finding in press.findings(*job.ready())}
            assert ("agreement_number" in lacking) is not is_named, (kind, paper)


@pytest.mark.parametrize("kind", ["referral", "order"])
def test_a_paper_dated_after_the_practice_began_is_told(office: Office, kind: str) -> None:
    late = "The paper is dated 21.11.2026, after the practice began (01.09.2026)"
    job = made(office, kind)[0]
    (found,) = (each for each in press.findings(*job.ready()) if each.code == "remark")
    assert found.message.startswith(late)
    # The right day is typed beside it and stands in the record.
    data, __ = job.ready()
    assert paper_gaps.is_typed(office, data, found)
    paper_gaps.fill(office, data, found, "28.08.2026")
    job = made(office, kind)[0]
    assert "28 августа" in text_of(job).replace("\u00a0", " ")
    assert not [each for each in press.findings(*job.ready()) if each.code == "remark"]


# Numbers


def test_numbers_are_kept_when_papers_go_out_not_before(office: Office) -> None:
    numbers = [job.title.partition(" ")[0] for job in made(office, "certificate")]
    assert numbers == [f"С-АВЕ{n:03}/2026" for n in range(1, 7)]
    ids = placements(office)
    assert all(office.get("placement", one)["certificate_number"] is None for one in ids)
    issued = paper_jobs.issue(office, [job.ready()[0] for job in made(office, "certificate")])
    assert issued.title == "Certificates issued: 6"
    kept = {office.get("placement", one)["certificate_number"] for one in ids}
    assert kept == set(numbers)
    assert {office.get("placement", one)["certificate_on"] for one in ids} == {TODAY}
    again = made(office, "certificate")
    assert [job.title.partition(" ")[0] for job in again] == numbers
    assert paper_jobs.issue(office, [job.ready()[0] for job in again]).action is None
    office.undo(issued.action)
    assert all(office.get("placement", one)["certificate_number"] is None for one in ids)


def test_a_number_taken_meanwhile_is_not_given_twice(office: Office) -> None:
    jobs = made(office, "certificate")[:1]
    other = made(office, "certificate")[5].ready()[0].record_id
    office.set("placement", other, {"certificate_number": "С-АВЕ001/2026"})
    with pytest.raises(Refusal, match="given to another paper"):
        paper_jobs.issue(office, [job.ready()[0] for job in jobs])
    assert made(office, "certificate")[0].title.startswith("С-АВЕ002/2026")


def test_the_number_of_an_order_stands_in_its_placements(office: Office) -> None:
    (job,) = made(office, "order")
    data, __ = job.ready()
    assert paper_jobs.issue(office, [data]).action is None  # a draft without a number
    paper_gaps.fill(office, data, Finding("", field="number"), "245-ө")
    (job,) = made(office, "order")
    assert "№ 245-ө" in text_of(job).replace("\u00a0", " ")
    paper_jobs.issue(office, [job.ready()[0]])
    rows = [office.get("placement", one) for one in placements(office)]
    assert {(r["order_number"], r["order_date"], r["state"]) for r in rows} == {
        ("245-ө", TODAY, "sent")
    }


def test_who_has_an_order_already_is_not_in_the_new_one(office: Office) -> None:
    first, *rest = placements(office)
    office.set("placement", first, {"order_number": "1-ө", "order_date": date(2026, 8, 30)})
    sizes = {}
    for job in made(office, "order"):
        data, __ = job.ready()
        assert isinstance(data, PaperData)
        sizes[data.number] = data.values["count"]
    assert {number: pair.kk for number, pair in sizes.items()} == {  # type: ignore[union-attr]
        "1-ө": "1",
        "": str(len(rest)),
    }


# Contracts for placed students


def test_a_contract_for_each_student_in_one_action(office: Office) -> None:
    changes = contracts.make_contracts(office, placements(office), "dual")
    assert changes.title == "New contracts: 6"
    columns = (
        *("number", "stage", "student_id", "partner_id", "hours_all", "hours_enterprise"),
        *("compensation", "valid_from", "valid_until", "group_id"),
    )
    rows = office.rows(Query("agreement", (Condition("kind", "is", "dual"),), columns=columns))
    assert [row["number"] for row in rows] == [f"Д-АВЕ{n:03}/2026" for n in range(1, 7)]
    assert {row["student_id"].title for row in rows} == set(NAMES)
    for row in rows:
        assert (row["stage"], row["hours_enterprise"], row["hours_all"]) == ("draft", 432, 640)
        assert (row["valid_from"], row["valid_until"]) == (date(2026, 9, 1), date(2026, 11, 14))
        assert row["compensation"] == 45_000
        assert row["group_id"].title == "ДІ-24-1"
    linked = {office.get("placement", one)["agreement_id"].id for one in placements(office)}
    assert linked == {row.id for row in rows}
    with pytest.raises(Refusal, match="already"):
        contracts.make_contracts(office, placements(office), "dual")
    office.undo()
    assert office.count(Query("agreement", (Condition("kind", "is", "dual"),))) == 0
    assert office.get("placement", placements(office)[0])["agreement_id"] is None


def test_a_contract_that_lasts_is_kept_and_a_cancelled_one_is_not(office: Office) -> None:
    some = placements(office)[:2]
    contracts.make_contracts(office, some, "dual")
    first, second = (office.get("placement", one)["agreement_id"].id for one in some)
    office.set("agreement", second, {"stage": "cancelled"})
    office.set_many("placement", some, {"agreement_id": None})
    changes = contracts.make_contracts(office, some, "dual")
    assert changes.title == "New contracts: 1"
    after = [office.get("placement", one)["agreement_id"].id for one in some]
    assert after[0] == first
    assert after[1] != second


def test_a_practice_contract_only_for_who_stands_on_none(office: Office, looked_at: Office) -> None:
    some = placements(office)
    contracts.make_contracts(office, some[:1], "practice")
    jobs = made(office, "practice")
    (agreement,) = (job for job in jobs if job.problem is None)
    lacking = [job.problem.message for job in jobs if job.problem is not None]
    assert lacking == ["No contract with this student yet"] * 5
    assert agreement.ready()[1].kind == "practice_individual"
    assert contracts.make_contracts(office, some, "practice").title == "New contracts: 5"
    # Who stands on a contract of dual training lacks none of practice.
    frames = made(looked_at, "practice")
    assert [job.ready()[1].kind for job in frames] == ["practice"]


def test_without_a_contract_nothing_is_printed(office: Office) -> None:
    jobs = made(office, "dual")
    assert [job.title for job in jobs] == [
        office.get("placement", UUID(job.key))["student_id"].title for job in jobs
    ]
    assert len(jobs) == 6
    with pytest.raises(Refusal, match="No contract with this student yet"):
        jobs[0].ready()
    with pytest.raises(Refusal, match="list of students"):
        made(office, "annex")


def test_a_contract_without_a_student_says_so(office: Office) -> None:
    farm = office.lookup("organisation", "bin", [FARM["bin"]])[FARM["bin"]][0]
    alone = one(office.add("agreement", {"kind": "dual", "number": "10-ДО", "partner_id": farm}))
    (job,) = paper_jobs.jobs(office, "dual", [alone])
    messages = [finding.message for finding in press.findings(*job.ready())]
    assert "Student: choose who the contract is made with" in messages
    assert GUARDIAN not in text_of(job)


@pytest.mark.parametrize(
    ("number", "kk", "ru"),
    [
        (0, "нөл", "ноль"),
        (21, "жиырма бір", "двадцать один"),
        (112, "жүз он екі", "сто двенадцать"),
        (45_000, "қырық бес мың", "сорок пять тысяч"),
        (121_001, "жүз жиырма бір мың бір", "сто двадцать одна тысяча один"),
        (
            2_502_011,
            "екі миллион бес жүз екі мың он бір",
            "два миллиона пятьсот две тысячи одиннадцать",
        ),
    ],
)
def test_sums_in_words(number: int, kk: str, ru: str) -> None:
    assert (in_words(number, "kk"), in_words(number, "ru")) == (kk, ru)
