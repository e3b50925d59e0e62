"""A questionnaire as a paper of a print job. Loads ReportLab: imported when one is printed."""

from __future__ import annotations

from pathlib import Path

from cluster_desktop.documents import survey_paper
from cluster_desktop.errors import Refusal
from cluster_desktop.excel import survey_form
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.query import Query
from cluster_desktop.services.surveys import Questionnaire
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.list_job import ListJob
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.work import Progress


class SurveyJob(ListJob):
    """The questionnaire in both languages of paper."""

    def __init__(self, desk: Desk, survey: Questionnaire) -> None:
        super().__init__(desk, Query("survey"), survey.here())
        self._survey = survey

    def rendered(self) -> tuple[bytes, int]:
        labels = [survey_form.LABELS[name] for name in survey_form.FIELDS[self._survey.audience]]
        return survey_paper.render(
            self._survey,
            languages="both",
            how_to=survey_form.how_to(self._survey),
            labels=labels,
            qualities=dict(survey_form.QUALITIES),
        )

    def papers(self, layout: str, progress: Progress) -> list[Paper]:
        progress(0, 1, "")
        pdf, pages = self.rendered()
        return [Paper(key="survey", title=self._title, pdf=pdf, pages=pages, file_name=self._title)]

    def save(self, key: str, layout: str, path: Path) -> None:
        if path.suffix == ".docx":
            raise Refusal(_("A questionnaire is saved as PDF or as Excel."))
        write_whole(path, self.rendered()[0])

    def save_all(self, keys: list[str], layout: str, path: Path, progress: Progress) -> None:
        self.save("survey", layout, path)
