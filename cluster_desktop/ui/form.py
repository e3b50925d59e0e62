"""A form of one record, made from its declaration: saves field by field when a field is left.

Only touched fields are written. A new record is a draft from the first keystroke and becomes a
record as soon as what is required is there. The form shows and asks; the office decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cluster_desktop import fields
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.fields import Field, Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Ref, Row
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.office import Office
from cluster_desktop.ui import draft, work
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.editors import DateEdit, Editor, RefEdit, editor_for
from cluster_desktop.ui.field_row import FieldRow
from cluster_desktop.ui.form_parts import FIELD_GAP, Section

FIRST = 12
_MORE = "more"
_DRAFT_MS = 2000
_SAME_MS = 400
# Written by the program itself: shown in no form.
_OURS = frozenset({"printed_hash", "printed_version", "is_own", "figures"})


class EntityForm(QWidget):
    """Fields of one record. `saved(Changes)`, `created(UUID)`, `link_opened(entity, id)`."""

    saved = Signal(object)
    created = Signal(object)
    link_opened = Signal(str, object)
    problems_changed = Signal(int)
    done = Signal()

    def __init__(
        self,
        office: Office,
        bridge: OfficeBridge,
        entity: str,
        parent: QWidget | None = None,
        *,
        hidden: Collection[str] = (),
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._hidden = _OURS.union(hidden)
        self.entity = office.entity(entity)
        self._rows: dict[str, FieldRow] = {}
        self._sections: list[tuple[Section, str]] = []
        self._record: UUID | None = None
        self._values: dict[str, Value] = {}
        self._is_new = False
        self._held = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(FIELD_GAP)
        self._build()
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(_DRAFT_MS)
        self._draft_timer.timeout.connect(self.keep_draft)
        self._same_timer = QTimer(self)
        self._same_timer.setSingleShot(True)
        self._same_timer.setInterval(_SAME_MS)
        self._same_timer.timeout.connect(self._look_for_same)
        bridge.changed.connect(self._on_changed)
        self.retranslate()

    # ---- making ----

    def _build(self) -> None:
        shown = [f for n, f in self.entity.fields.items() if self._is_shown(n, f)]
        first = [f for f in shown if not f.group]
        for field in first[:FIRST]:
            self._add(self._column, field)
        groups: dict[str, list[Field]] = {}
        if first[FIRST:]:
            groups[_MORE] = first[FIRST:]
        for field in shown:
            if field.group:
                groups.setdefault(field.group, []).append(field)
        for group, members in groups.items():
            self._column.addWidget(self._section(group, members))
        self._column.addStretch(1)

    def _is_shown(self, name: str, field: Field) -> bool:
        return not field.computed and name not in self._hidden

    def _section(self, group: str, members: list[Field]) -> Section:
        def make(body: QWidget) -> None:
            layout = body.layout()
            if isinstance(layout, QVBoxLayout):
                for field in members:
                    self._add(layout, field)
                self._fill([field.name for field in members])

        section = Section(make, self)
        self._sections.append((section, group))
        return section

    def _add(self, layout: QVBoxLayout, field: Field) -> None:
        editor = editor_for(field, self._office, self._office.today, self)
        row = FieldRow(editor, self)
        editor.committed.connect(lambda value, name=field.name: self._save(name, value))
        editor.edited.connect(self._on_edited)
        editor.problem_changed.connect(self._count_problems)
        editor.done.connect(lambda name=field.name: self._next(name))
        if isinstance(editor, RefEdit):
            to = field.to if isinstance(field, fields.Link) else ""
            editor.opened.connect(lambda record, to=to: self.link_opened.emit(to, record))
            editor.create_wanted.connect(
                lambda text, to=to, name=field.name: self._make_linked(name, to, text)
            )
        if isinstance(editor, DateEdit) and field.name.endswith("until"):
            editor.set_base(lambda: self._start_day() or self._office.today())
        self._rows[field.name] = row
        layout.addWidget(row)

    def _start_day(self) -> Value:
        """The day that "3 years" is counted from."""
        for name in ("valid_from", "signed_on"):
            if name in self._rows and (day := self._rows[name].editor.value()) is not None:
                return day
        return None

    def retranslate(self) -> None:
        for section, group in self._sections:
            section.set_title(_("More") if group == _MORE else _(group))
        for row in self._rows.values():
            row.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # ---- opening ----

    def open(self, record: UUID) -> None:
        """Show a record; what was typed for the one before is saved first. May raise Refusal."""
        self.commit()
        row = self._office.get(self.entity.name, record)
        self._record, self._is_new = record, False
        self._take(row)
        self._fill(list(self._rows))

    def open_new(self, defaults: Mapping[str, Value] | None = None) -> None:
        """An empty record; an unfinished one of this kind is brought back."""
        self.commit()
        self._record, self._is_new = None, True
        kept = draft.load(self._office, self.entity) if not defaults else {}
        self._values = {**self.entity.defaults(), **dict(defaults or {}), **kept}
        self._fill(list(self._rows))
        self.focus_first()

    def _take(self, row: Row) -> None:
        self._values = dict(row.values)

    def _fill(self, names: list[str]) -> None:
        for name in names:
            self._rows[name].editor.set_value(self._values.get(name))

    def record_id(self) -> UUID | None:
        return self._record

    def is_new(self) -> bool:
        return self._is_new

    def values(self) -> dict[str, Value]:
        """Stored (or, of a draft, typed) values, links as ids."""
        return {n: v.id if isinstance(v, Ref) else v for n, v in self._values.items()}

    # ---- asking ----

    def field(self, name: str) -> Editor:
        """The editor of a field; its folded section is opened for it."""
        if name not in self._rows:
            for section, _group in self._sections:
                if not section.is_made():
                    section.open()
                    if name in self._rows:
                        break
        return self._rows[name].editor

    def row(self, name: str) -> FieldRow:
        self.field(name)
        return self._rows[name]

    def problem(self, name: str) -> str | None:
        return self.field(name).problem()

    def problem_count(self) -> int:
        rows = self._rows.values()
        return sum(1 for row in rows if row.editor.problem() and not row.editor.is_warning())

    def show_field(self, name: str) -> None:
        """Open the field's section and put the cursor there."""
        editor = self.field(name)
        parent = editor.parentWidget()
        while parent is not None and parent is not self:
            if isinstance(parent, Section):
                parent.open()
            parent = parent.parentWidget()
        editor.input.setFocus()

    def focus_first(self) -> None:
        """The first empty field, else the first."""
        rows = list(self._rows.values())
        empty = [row for row in rows if row.editor.saved_value() in (None, "")]
        chosen = (empty or rows)[:1]
        for row in chosen:
            row.editor.input.setFocus()

    def set_read_only(self, locked: bool) -> None:
        for row in self._rows.values():
            row.editor.set_read_only(locked)

    # ---- saving ----

    def commit(self) -> bool:
        """Save what is being typed, as leaving the field would. False where it is refused,
        and where it is undecided whether it stays."""
        if self._held:
            return True
        touched = [row.editor for row in self._rows.values() if row.editor.is_changed()]
        plain = [editor for editor in touched if not editor.clashes()]
        return all(editor.commit() for editor in plain) and len(plain) == len(touched)

    def clashing(self) -> str | None:
        """The field that was changed elsewhere while it was being typed in, if there is one."""
        return next((name for name, row in self._rows.items() if row.editor.clashes()), None)

    def is_touched(self) -> bool:
        """Something is typed that is not saved."""
        return any(row.editor.is_changed() for row in self._rows.values())

    def hold(self, held: bool) -> None:
        """While held, what is typed stays on the screen and nothing is saved."""
        self._held = held

    def drop_typed(self) -> None:
        """Back to what is saved."""
        for row in self._rows.values():
            if row.editor.is_changed():
                row.editor.restore()

    def _save(self, name: str, value: Value) -> None:
        if self._is_new:
            self._values[name] = value
            self._rows[name].editor.set_value(value)
            self._on_edited()
            self._try_to_add()
            return
        if self._record is None or self._held:
            return
        self._write(name, value)

    def _write(self, name: str, value: Value) -> None:
        """One field of an existing record. A refusal stays beside its field."""
        record = self._record
        if record is None:
            return
        try:
            if self._came_between(record, name, value):
                return
            changes = self._office.set(self.entity.name, record, {name: value})
        except Refusal as why:
            self._refuse(why, name)
            return
        except Trouble as why:
            work.report(self, why)
            return
        self._values[name] = value
        warning = self._rows[name].editor.problem()
        self._rows[name].editor.set_value(value)
        self._warn(name, warning)
        self.saved.emit(changes)

    def _came_between(self, record: UUID, name: str, value: Value) -> bool:
        """Written elsewhere, and the news of it not here yet: told instead of written over."""
        known = self.values().get(name)
        came = self._office.get(self.entity.name, record).values.get(name)
        if (came.id if isinstance(came, Ref) else came) in (known, value):
            return False
        self._values[name] = came
        self._rows[name].editor.clash(came)
        return True

    def _try_to_add(self) -> None:
        """The draft becomes a record once everything required is there."""
        given = {n: v for n, v in self.values().items() if n in self.entity.fields}
        whole = {**self.entity.defaults(), **{n: v for n, v in given.items() if v is not None}}
        errors = [f for f in self.entity.problems(whole) if f.severity == "error"]
        self._look_for_same()
        if errors:
            return
        try:
            changes = self._office.add(self.entity.name, whole)
        except Refusal as why:
            self._refuse(why, next(iter(self._rows)))
            return
        except Trouble as why:
            work.report(self, why)
            return
        self._became(changes)

    def _became(self, changes: Changes) -> None:
        record = next(iter(changes.ids))
        self._draft_timer.stop()
        draft.drop(self._office, self.entity)
        self._record, self._is_new = record, False
        self._take(self._office.get(self.entity.name, record))
        self.saved.emit(changes)
        self.created.emit(record)

    def _make_linked(self, name: str, entity: str, text: str) -> None:
        """ "+ create «…»": a record of the other kind with that name, linked here at once."""
        target = self._office.entity(entity)
        try:
            changes = self._office.add(entity, {target.variants(target.title)[0]: text})
        except Refusal as why:
            self.row(name).editor.set_problem(why.message)
            return
        record = next(iter(changes.ids))
        editor = self.field(name)
        editor.show_value(record)
        editor.commit()
        self.saved.emit(changes)

    def missing(self) -> list[Finding]:
        """What a new record still needs."""
        if not self._is_new:
            return []
        found = self.entity.problems({**self.entity.defaults(), **self.values()})
        return [f for f in found if f.severity == "error"]

    def _refuse(self, why: Refusal, asked: str) -> None:
        named = why.field is not None and why.field in self.entity.fields
        self.row(why.field if named and why.field is not None else asked).editor.set_problem(
            why.message
        )

    def _warn(self, name: str, own: str | None) -> None:
        """After a save: the field's own warning, or what the whole record makes of it."""
        found = [f for f in self.entity.problems(self.values()) if f.severity == "warning"]
        mine = [f.message for f in found if f.field == name]
        if mine or own:
            self._rows[name].editor.set_problem(mine[0] if mine else own, warning=True)
        if name in self._duplicate_fields():
            self._look_for_same()

    def _duplicate_fields(self) -> set[str]:
        return {v for name in self.entity.duplicates for v in self.entity.variants(name)}

    def _look_for_same(self) -> None:
        """ "Already in the list: …" beside the field that says so. Walks all names: in a worker."""
        names = [n for n in self._rows if n in self._duplicate_fields()]
        asked = {name: self._rows[name].editor.value() for name in names}
        office, entity, own = self._office, self.entity, self._record

        def show(found: dict[str, Ref]) -> None:
            if own == self._record or own is None:
                self._name_same({n: r for n, r in found.items() if r.id != self._record}, asked)

        if any(asked.values()):
            work.run(self, lambda _p: draft.same_records(office, entity, asked, own), done=show)

    def _name_same(self, found: Mapping[str, Ref], asked: Mapping[str, Value]) -> None:
        for name, same in found.items():
            row = self._rows[name]
            if row.editor.value() != asked[name] or (
                row.editor.problem() and (row.editor.clashes() or not row.editor.is_warning())
            ):
                continue
            said = _("Already in the list: {name}").format(name=same.title)
            row.editor.set_problem(said, warning=True)
            row.offer(_("Open it"), partial(self.link_opened.emit, self.entity.name, same.id))

    def _on_edited(self) -> None:
        if not self._is_new:
            return
        if not self._draft_timer.isActive():
            self._draft_timer.start()
        sender = self.sender()
        if isinstance(sender, Editor) and sender.field.name in self._duplicate_fields():
            self._same_timer.start()

    def keep_draft(self) -> None:
        """Keep what is typed of a new record, so that a power cut loses at most two seconds."""
        if not self._is_new:
            return
        typed = {n: row.editor.value() for n, row in self._rows.items()}
        draft.save(self._office, self.entity, {**self.values(), **typed})

    def _on_changed(self, changes: Changes) -> None:
        """Somebody (perhaps we) wrote: untouched fields follow, touched ones tell of it."""
        if self._record is None or self._record not in changes.ids:
            return
        try:
            self._take(self._office.get(self.entity.name, self._record))
        except Refusal:
            return  # gone meanwhile: the page closes the panel
        for name, row in self._rows.items():
            row.editor.meet(self._values.get(name))

    def _count_problems(self) -> None:
        self.problems_changed.emit(self.problem_count())

    def _next(self, name: str) -> None:
        """Enter: the next field of the form."""
        order = list(self._rows)
        at = order.index(name) + 1
        visible = [n for n in order[at:] if self._rows[n].isVisible()]
        if visible:
            editor = self._rows[visible[0]].editor
            editor.input.setFocus()
            editor.select_all()
        else:
            self.done.emit()
