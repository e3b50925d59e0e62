"""Builders of databases (tests/databases.py) from the sample workbooks, in their usual order."""

from __future__ import annotations

from pathlib import Path

from cluster_desktop.excel.importing import open_plan
from cluster_desktop.services import start
from cluster_desktop.services.office import Office

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
REGISTER = SAMPLES / "01_seriktester_tizilimi.xlsx"
STUDENTS = SAMPLES / "02_studentter.xlsx"
MENTORS = SAMPLES / "03_talimgerler.xlsx"
PRACTICE = SAMPLES / "04_praktika_bazalary.xlsx"
GRADUATES = SAMPLES / "05_tulekter_2025.xlsx"
NEEDS = SAMPLES / "06_kadr_qazhettiligi.xlsx"
PLAN_KPI = SAMPLES / "07_is_sharalar_zhospary.xlsx"


def before_practice(office: Office) -> None:
    """Partners, students and mentors: samples 01 to 03."""
    start.prepare(office)
    for path in (REGISTER, STUDENTS, MENTORS):
        open_plan(office, path).apply(office)


def five_samples(office: Office) -> None:
    """Samples 01 to 05, without a college of one's own."""
    before_practice(office)
    for path in (PRACTICE, GRADUATES):
        open_plan(office, path).apply(office)
