"""Settings · College: the own organisation, as it stands on papers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cluster_desktop.fields import Text
from cluster_desktop.i18n import N_, _
from cluster_desktop.services import start
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import editor_for
from cluster_desktop.ui.editors_base import Editor
from cluster_desktop.ui.pages.settings_parts import SettingsTab

# In the order of a paper's head; the rest of the record is for partners.
FIELDS = (
    ("name_kk", "name_ru", "bin", "region_id", "district_id"),
    ("head_kk", "head_ru", "head_position_kk", "head_position_ru", "in_person_kk",
     "in_person_ru", "basis_kk", "basis_ru"),
    ("address_kk", "address_ru", "phone", "email", "iban", "bank", "bic", "kbe"),
)  # fmt: skip
COORDINATOR = "college.coordinator"


class CollegeTab(SettingsTab):
    """Each field is saved when it is left."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        entity = self.office.entity("organisation")
        self.editors: dict[str, Editor] = {}
        self._rows = {}
        self._cards = []
        for names in FIELDS:
            card = self.add_card()
            self._cards.append(card)
            for name in names:
                spec = entity.fields[name]
                editor = editor_for(spec, self.office, self.office.today, self, creates=False)
                editor.setFixedWidth(440)
                editor.committed.connect(lambda value, field=name: self._put(field, value))
                self.editors[name] = editor
                self._rows[name] = self.add_row(card, editor)
        spec = Text(label=N_("Coordinator"), name="coordinator")
        self.coordinator = editor_for(spec, self.office, self.office.today, self)
        self.coordinator.setFixedWidth(440)
        self.coordinator.committed.connect(self._put_coordinator)
        self._coordinator = self.add_row(self._cards[1], self.coordinator)
        self.column.addStretch(1)
        self.retranslate()
        self.reload()

    def _put(self, field: str, value: object) -> None:
        stored = getattr(value, "id", value)
        editor = self.editors[field]
        self.desk.write(
            editor,
            lambda: start.set_college(self.office, {field: stored}),
            quiet=True,
            refused=editor.set_problem,
        )

    def _put_coordinator(self, value: object) -> None:
        text = str(value or "")
        self.desk.write(
            self.coordinator,
            lambda: self.office.put_setting(COORDINATOR, text),
            quiet=True,
            refused=self.coordinator.set_problem,
        )

    def reload(self) -> None:
        own = self.office.college_id()
        row = self.office.get("organisation", own) if own is not None else None
        for name, editor in self.editors.items():
            editor.renew(row[name] if row is not None else None)
        self.coordinator.renew(self.office.setting(COORDINATOR) or None)

    def retranslate(self) -> None:
        titles = (_("College"), _("Head and signature"), _("Address and requisites"))
        for card, title in zip(self._cards, titles, strict=True):
            card.set_title(title)
        entity = self.office.entity("organisation")
        for name, row in self._rows.items():
            spec = entity.fields[name]
            row.set_texts(spec.title(), _(spec.hint) if spec.hint else "")
        self._coordinator.set_texts(_("Coordinator"), _("Who works with partners"))
