"""Sheets of the council: fields above, one confirm below; what they write is the services' act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Field, Value
from cluster_desktop.i18n import _, language
from cluster_desktop.query import Changes, Row
from cluster_desktop.services import council, council_decisions, council_meetings
from cluster_desktop.services.council_meetings import Quorum
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import editor_for
from cluster_desktop.ui.editors_base import Editor
from cluster_desktop.ui.field_row import FieldRow
from cluster_desktop.ui.widgets import Button, PrimaryButton, TextLabel
from cluster_desktop.ui.work import run


class CouncilSheet(QWidget):
    """Title, a body that scrolls, a problem line, and the buttons that stay."""

    closed = Signal()
    acted = Signal(object)
    sheet_width = 640

    def __init__(self, desk: Desk, title: str, verb: str) -> None:
        super().__init__()
        self.desk = desk
        self.office = desk.office
        self.editors: dict[str, Editor] = {}
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 12, 16)
        column.setSpacing(10)
        column.addWidget(TextLabel(title, "section", parent=self, wrap=True))
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, 12, 0)
        self.body.setSpacing(8)
        self.body.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        column.addWidget(area, 1)
        self.problem = TextLabel("", "caption", "bad", self, wrap=True)
        column.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 8, 0)
        buttons.addStretch(1)
        cancel = Button(_("Cancel"), parent=self)
        cancel.clicked.connect(self.closed)
        self.go = PrimaryButton(verb, parent=self)
        self.go.setObjectName("council_go")
        self.go.clicked.connect(self._write)
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        column.addLayout(buttons)

    # ---- building ----

    def put(self, widget: QWidget) -> None:
        """One more line of the body."""
        self.body.insertWidget(self.body.count() - 1, widget)

    def say(self, text: str, ink: str = "muted") -> TextLabel:
        label = TextLabel(text, "body" if ink == "text" else "caption", ink, self, wrap=True)
        self.put(label)
        return label

    def head(self, text: str) -> None:
        self.put(TextLabel(text, "strong", parent=self, wrap=True))

    def fields(self, fields: Sequence[Field], values: Mapping[str, Value] | None = None) -> None:
        """An editor for each field, filled with the values."""
        for field in fields:
            editor = editor_for(field, self.office, self.office.today, self, creates=False)
            editor.set_value((values or {}).get(field.name))
            self.editors[field.name] = editor
            self.put(FieldRow(editor, self))
        if self.focusProxy() is None and self.editors:
            self.setFocusProxy(next(iter(self.editors.values())))

    # ---- writing ----

    def values(self) -> dict[str, Value]:
        return {name: editor.value() for name, editor in self.editors.items()}

    def act(self, values: Mapping[str, Value]) -> Changes:
        """What is written, in a worker. Raises Refusal."""
        raise NotImplementedError

    def _write(self) -> None:
        for editor in self.editors.values():
            editor.commit()
            if editor.problem() and not editor.is_warning():
                editor.setFocus()
                return
        values = self.values()
        self.problem.setText("")
        self.go.set_busy(True)
        run(self, lambda _p: self.act(values), done=self._done, failed=self._fail)

    def _done(self, changes: Changes) -> None:
        if changes.title:
            self.desk.done.emit(changes)
        self.acted.emit(changes)
        self.closed.emit()

    def _fail(self, why: Exception) -> None:
        self.go.set_busy(False)
        if not isinstance(why, Refusal):
            self.desk.fail(why)
            return
        self.problem.setText(why.message)
        named = self.editors.get(why.field or "")
        if named is not None:
            named.set_problem(why.message)
            named.setFocus()


def specs(office: Office, entity: str, *names: str) -> list[Field]:
    """Declared fields, for sheets that show a few of them."""
    declared = office.entity(entity)
    return [declared.spec(name) for name in names]


def words_of(row: Row, name: str) -> str:
    """In the language of the window, else in the other one."""
    order = ("ru", "kk") if language() == "ru" else ("kk", "ru")
    said = next((row[f"{name}_{lang}"] for lang in order if row[f"{name}_{lang}"]), "")
    return " ".join(str(said).split())


class ItemSheet(CouncilSheet):
    """A question of the agenda: its words, who spoke, what was heard."""

    NAMES = ("title_kk", "title_ru", "speaker_kk", "speaker_ru", "heard_kk", "heard_ru")

    def __init__(self, desk: Desk, item: Row) -> None:
        title = _("Item {n} of the agenda").format(n=item["position"])
        super().__init__(desk, title, _("Keep"))
        self.setObjectName("council_item")
        self._item = item.id
        self.fields(specs(desk.office, "agenda_item", *self.NAMES), item.values)

    def act(self, values: Mapping[str, Value]) -> Changes:
        return council_meetings.heard(self.office, self._item, values)


class DecideSheet(CouncilSheet):
    """A decision with its votes; conflicts of interest are seen before anybody votes."""

    TEXTS = ("text_kk", "text_ru", "responsible", "organisation_id", "due")
    VOTES = (*council_decisions.VOTES, "adopted")

    def __init__(self, desk: Desk, item: Row, quorum: Quorum, conflicts: Sequence[Row]) -> None:
        super().__init__(desk, _("Decision"), _("Write the decision"))
        self.setObjectName("council_decide")
        self._item = item.id
        office = desk.office
        self.say(f"{item['position']}. {words_of(item, 'title')}", "text")
        self.say(quorum.sentence(), "muted" if quorum.reached else "bad")
        if conflicts:
            self.say(_("Conflicts of interest, declared and not settled:"), "soon")
        for row in conflicts:
            self.say(f"• {row['member_id'].title}: {row['matter']}", "soon")
        self.fields(specs(office, "decision", *self.TEXTS))
        self.say(_("With a term the decision becomes a plan item at once."))
        self.fields(specs(office, "plan_item", "result_kk", "result_ru"))
        self.head(_("Votes"))
        self.fields(specs(office, "decision", *self.VOTES), {"adopted": True})

    def act(self, values: Mapping[str, Value]) -> Changes:
        return council_decisions.decide(self.office, self._item, self._voted(values))

    def _voted(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Where votes are written, they say whether it is adopted; a tick taken away says no."""
        told = dict(values)
        if told["adopted"] and told["votes_for"] == told["votes_against"]:
            return told  # equal or no votes: the tick decides
        if told["adopted"]:
            told["adopted"] = None
        return told


def ask_decision(desk: Desk, owner: QWidget, item: Row) -> None:
    """The sheet of a decision, with quorum and conflicts read first."""
    office = desk.office

    def read() -> tuple[Quorum, list[Row]]:
        meeting = office.get("meeting", item["meeting_id"].id)
        if meeting["state"] != council_meetings.HELD:
            raise Refusal(
                _("The minutes are signed: nothing in the meeting can be changed.")
                if meeting["state"] == council_meetings.CLOSED
                else _("Write the attendance first: the meeting was not held yet.")
            )
        state = council_meetings.quorum(office, meeting.id)
        council_decisions.refuse_without(state)
        declared = office.rows(council.open_conflicts(office, meeting["held_on"]))
        return state, declared

    def show(found: tuple[Quorum, list[Row]]) -> None:
        desk.sheet.emit(DecideSheet(desk, item, *found), "right")

    run(owner, lambda _p: read(), done=show, failed=desk.fail)
