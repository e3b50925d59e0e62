"""The door: everything that anybody reads or writes goes through one Office. Thread-safe, no Qt.

Reads return plain rows; every write is one action and returns Changes, which listeners get too.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from cluster_desktop.db import bulk, grouping, history, lists
from cluster_desktop.db.base import Circumstances, table_of
from cluster_desktop.db.grouping import Group
from cluster_desktop.db.journal import Said, spoken
from cluster_desktop.db.store import Store
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Choice, Value
from cluster_desktop.i18n import N_, _, fold_name
from cluster_desktop.query import (
    ActionLine,
    Alert,
    Changes,
    Chip,
    Delete,
    HistoryLine,
    Hit,
    Insert,
    Listing,
    Operation,
    Query,
    Ref,
    Row,
    Update,
)
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import (
    alerts,
    checks,
    chips,
    circumstances,
    colleges,
    kpi_lock,
    reference_lock,
    search,
    undoing,
)
from cluster_desktop.services.drawer import Drawer
from cluster_desktop.services.drawer import Listener as Listener
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.preferences import DEFAULTS, SETTING_NAMES

Progress = Callable[[int, int], None]
BULK = 500  # operations between two calls of progress


class Office(Drawer):
    """One open database and the person who works with it.

    `today` gives the day that rules see; tests and `--today` inject it. `colleges` are those whose
    records are seen, None for all (services/region.py makes an office that sees some).
    """

    colleges: tuple[UUID | None, ...] | None = None
    # What each college keeps for itself of a shared record (its status, its note) is only the own.
    sees_inner = True

    def __init__(
        self, store: Store, *, today: Callable[[], date] | None = None, source: str = "form"
    ) -> None:
        super().__init__(store)
        self.source = source
        self._today = today or (lambda: store.clock().astimezone().date())

    def close(self) -> None:
        self.store.close()

    # What there is

    def today(self) -> date:
        return self._today()

    def entity(self, name: str) -> Entity:
        """The declaration. Raises Refusal for a name that is none (the command line asks so)."""
        if name not in catalogue:
            known = ", ".join(e.name for e in catalogue.all())
            raise Refusal(
                _("“{kind}” is no kind of record. There are: {known}.").format(
                    kind=name, known=known
                )
            )
        return catalogue[name]

    def entities(self) -> list[Entity]:
        return catalogue.all()

    def owned_by(self, entity: str) -> list[tuple[Entity, str]]:
        """What belongs to a record of this kind: (kind, its link field), in declared order."""
        return catalogue.owned_by(entity)

    def at(self) -> Circumstances:
        """What computed columns depend on: the day and the thresholds of the settings.

        Asked before a connection is taken: a second one beside it would hold 4 MB of its own.
        """
        return circumstances.of(self)

    def _on(self, query: Query) -> Circumstances:
        at = self.at()
        return at if query.on is None else replace(at, today=query.on)

    def seen(self, query: Query) -> Query:
        """The query as it is asked here: about a cluster, of the own one."""
        if not colleges.of_own_cluster(query):
            return query
        return colleges.narrowed(query, (self.college_id(), None))

    # Reading

    def listing(self, query: Query, limit: int | None = None) -> Listing:
        """The records of a query, in order, as a listing whose pages are read when shown."""
        entity = self.entity(query.entity)
        query = self.seen(query)
        at = self._on(query)
        with self.store.reading() as connection:
            keys = lists.keys(connection, query, at, limit)
        return Listing(query, query.columns or tuple(entity.listed()), keys)

    def page(self, listing: Listing, start: int, stop: int) -> list[Row]:
        """Rows from `start` up to, not including, `stop`. A record gone meanwhile is left out."""
        at = self._on(listing.query)
        with self.store.reading() as connection:
            wanted = listing.keys[start:stop]
            return lists.rows(connection, listing.query.entity, listing.columns, wanted, at)

    def rows(self, query: Query, limit: int | None = None) -> list[Row]:
        listing = self.listing(query, limit)
        return self.page(listing, 0, listing.count)

    def count(self, query: Query | str, at_most: int | None = None) -> int:
        """Number of the records of a query; counting stops at `at_most`."""
        asked = self.seen(Query(query) if isinstance(query, str) else query)
        at = self._on(asked)
        with self.store.reading() as connection:
            return lists.count(connection, asked, at, at_most)

    def counts_by(self, query: Query, column: str) -> dict[str, int]:
        """Number of records by the value of one column."""
        query = self.seen(query)
        at = self._on(query)
        with self.store.reading() as connection:
            return lists.counts_by(connection, query, column, at)

    def grouped(self, query: Query, axes: Sequence[str], added: str = "") -> list[Group]:
        """The records of a query counted by fields, and a number of theirs added up."""
        query = self.seen(query)
        at = self._on(query)
        with self.store.reading() as connection:
            return grouping.grouped(connection, query, axes, added, at)

    def titles(self, entity: str, records: Sequence[UUID]) -> dict[UUID, str]:
        """The texts that stand for records, in the current language."""
        with self.store.reading() as connection:
            return grouping.titles(connection, entity, records)

    def get(self, entity: str, record: UUID) -> Row:
        """All fields of one record, in the bin or not. Raises Refusal where there is none."""
        declared = self.entity(entity)
        at = self.at()
        with self.store.reading() as connection:
            numbers = lists.row_numbers(connection, entity, [record])
            columns = [*declared.fields, *declared.computed]
            found = lists.rows(connection, entity, columns, list(numbers.values()), at)
        if not found:
            raise Refusal(_("This record is not here any more. Refresh the list."))
        return found[0]

    def known(self, entity: str, records: Sequence[UUID]) -> set[UUID]:
        """Those of these records that are here, in the bin or not."""
        with self.store.reading() as connection:
            return set(lists.row_numbers(connection, entity, records))

    def is_in_bin(self, entity: str, record: UUID) -> bool:
        table = table_of(entity)
        with self.store.reading() as connection:
            wanted = select(table.c.deleted_at).where(table.c.id == record)
            return connection.execute(wanted).scalar() is not None

    def title(self, entity: str, record: UUID) -> str:
        with self.store.reading() as connection:
            table = table_of(entity)
            wanted = select(lists.title_of(catalogue[entity], table)).where(table.c.id == record)
            found = connection.execute(wanted).scalar()
        spec = catalogue[entity].fields.get(catalogue[entity].title)
        return str((spec.format(found) if isinstance(spec, Choice) else found) or "")

    def choices_for(self, entity: str, text: str, limit: int = 20) -> list[Ref]:
        """Records to choose from for a link field, by parts of their text."""
        at = self.at()
        with self.store.reading() as connection:
            numbers = lists.best_hits(connection, entity, text, limit, at)
            title = catalogue[entity].title
            found = lists.rows(connection, entity, [title], numbers, at)
        return [Ref(row.id, _title_text(row[title])) for row in found]

    def lookup(self, entity: str, field: str, values: Iterable[Value]) -> dict[Value, list[UUID]]:
        """Live records by exact stored value; "folded_name" compares names as people mean them."""
        with self.store.reading() as connection:
            if field == "folded_name":
                return checks.by_folded_name(connection, entity, {fold_name(v) for v in values})
            return checks.by_value(connection, entity, field, values)

    def search(self, text: str, limit: int = 30) -> list[Hit]:
        """Finds over all searchable entities, a few of each; newest touched for no text."""
        at = self.at()
        with self.store.reading() as connection:
            return search.everything(connection, text, limit, at)

    def alerts(self) -> list[Alert]:
        """What needs attention today, worst first."""
        return alerts.of(self)

    def chips(self, entity: str) -> list[Chip]:
        """The saved counts above the list of an entity; empty where it has none."""
        return chips.of(self, entity)

    def history(self, entity: str, record: UUID) -> list[HistoryLine]:
        """Every change of one record, newest first. Raises Refusal where there is none."""
        self.get(entity, record)
        with self.store.reading() as connection:
            return history.of_record(connection, entity, record)

    def journal(self, limit: int = 100, before: int | None = None) -> list[ActionLine]:
        with self.store.reading() as connection:
            return history.actions(connection, limit, before)

    def first_action(self) -> datetime | None:
        """When the first thing was done in this database."""
        with self.store.reading() as connection:
            return history.first_moment(connection)

    # Checking

    def check(
        self, entity: str, values: Mapping[str, Value], record: UUID | None = None
    ) -> list[Finding]:
        """Findings of a whole record, possible duplicates as warnings."""
        declared = self.entity(entity)
        found = declared.problems(values)
        with self.store.reading() as connection:
            return found + checks.possible_duplicates(connection, declared, values, record)

    def read_typed(self, entity: str, typed: Mapping[str, str]) -> dict[str, Value]:
        """Values of typed text, by the fields' rules. Raises Refusal naming the field.

        A link may be given by id, or by a text that names exactly one record.
        """
        return checks.read_typed(self, self.entity(entity), typed)

    # Writing

    def add(self, entity: str, values: Mapping[str, Value]) -> Changes:
        """A new record. Raises Refusal with every finding where something is wrong."""
        declared = self.entity(entity)
        whole = declared.defaults() | dict(values)
        _refuse([*declared.problems(whole), *self._lost_links(declared, whole)])
        title = Said(N_("New: {what}"), {"what": _name_of(declared, whole)})
        return self.apply(title, self.source, [Insert(entity, whole, new_id())])

    def set(self, entity: str, record: UUID, values: Mapping[str, Value]) -> Changes:
        """New values of some fields of a record; the same values change nothing."""
        return self.set_many(entity, [record], values)

    def set_many(
        self, entity: str, records: Sequence[UUID], values: Mapping[str, Value]
    ) -> Changes:
        """The same values into several records, as one action; with a Refusal into none."""
        declared = self.entity(entity)
        operations: list[Operation] = []
        self._refuse_unless_live(entity, records)
        for record in records:
            stored = self._plain(entity, record)
            new = {name: value for name, value in values.items() if stored[name] != value}
            if not new:
                continue
            whole = stored | new
            wrong = [f for f in declared.problems(whole) if f.severity == "error"]
            old_wrong = {f.message for f in declared.problems(stored)}
            # An old fault elsewhere in the record must not stop the mending of this field.
            _refuse([f for f in wrong if f.field in new or f.message not in old_wrong])
            _refuse(self._lost_links(declared, new))
            operations.append(Update(entity, record, new))
        if not operations:
            return Changes()
        labels = ", ".join(declared.spec(name).title() for name in values)
        places = {"what": self.title(entity, records[0]), "fields": labels}
        title = Said(N_("{what}: {fields}"), places)
        if len(records) > 1:
            title = Said(N_("{fields} of {n} records"), {"n": str(len(records)), "fields": labels})
        return self.apply(title, self.source, operations)

    def delete(self, entity: str, records: Sequence[UUID]) -> Changes:
        """Into the bin, with what belongs to them (an agreement's addenda)."""
        self._refuse_unless_live(entity, records)
        operations = [Delete(entity, record) for record in records]
        with self.store.reading() as connection:
            for name, children in checks.belonging(connection, entity, records).items():
                operations += [Delete(name, child) for child in children]
        what = self.title(entity, records[0]) if len(records) == 1 else str(len(records))
        return self.apply(Said(N_("To the bin: {what}"), {"what": what}), self.source, operations)

    def restore(self, entity: str, records: Sequence[UUID]) -> Changes:
        """Out of the bin, with what went there together with them: links are whole again."""
        back = [Update(entity, record, {"deleted_at": None}) for record in records]
        reference_lock.refuse_foreign(self, back)
        what = self.title(entity, records[0]) if len(records) == 1 else str(len(records))
        title = Said(N_("Back from the bin: {what}"), {"what": what})
        with self.store.action(title, actor=self.actor(), source=self.source) as work:
            together = checks.deleted_together(work.connection, entity, records)
            work.mark_deleted(entity, records, None)
            for name, ids in together.items():
                work.mark_deleted(name, ids, None)
            changes = work.changes(spoken(title.stored()))
        return self.tell(changes)

    def apply(
        self,
        title: str | Said,
        source: str,
        operations: Sequence[Operation],
        *,
        progress: Progress | None = None,
    ) -> Changes:
        """All operations as one action, or none. `progress(done, all)` may raise Cancelled."""
        kpi_lock.refuse_locked(self, operations)
        reference_lock.refuse_foreign(self, operations)
        college = self.college_id()
        with self.store.action(title, actor=self.actor(), source=source) as work:
            with bulk.sparing(work.connection, len(operations)):
                for start in range(0, len(operations), BULK):
                    if progress is not None:
                        progress(start, len(operations))
                    work.apply(operations[start : start + BULK], college)
            shown = spoken(title.stored()) if isinstance(title, Said) else title
            changes = work.changes(shown)
        logging.getLogger(__name__).info(
            "action %s from %s: %s operations", changes.action, source, len(operations)
        )
        return self.tell(changes)

    # Taking back

    def undo(self, action: int | None = None, *, force: bool = False) -> Changes:
        """Take an action back, by default the last one.

        Raises Refusal naming the records that somebody changed since; with `force` those stay as
        they are and the rest is taken back.
        """
        with self.store.reading() as connection:
            if action is None:
                last = history.last_undoable(connection, redo=False)
                if last is None:
                    raise Refusal(_("There is nothing to take back."))
                action = last[0]
            return self._take_back(action, "undo", force)

    def redo(self) -> Changes:
        """Do again what was taken back last."""
        with self.store.reading() as connection:
            last = history.last_undoable(connection, redo=True)
        if last is None:
            raise Refusal(_("There is nothing to do again."))
        return self._take_back(last[0], "redo", False)

    def undo_title(self) -> str | None:
        with self.store.reading() as connection:
            last = history.last_undoable(connection, redo=False)
        return None if last is None else last[1]

    def redo_title(self) -> str | None:
        with self.store.reading() as connection:
            last = history.last_undoable(connection, redo=True)
            return None if last is None else history.title_undone_by(connection, last[0])

    def _take_back(self, action: int, source: str, force: bool) -> Changes:
        with self.store.reading() as connection:
            # The undo of an undo is called after what it brings back.
            what = history.title_undone_by(connection, action) or history.title_of_action(
                connection, action
            )
            if what is None:
                raise Refusal(_("There is no action {id} in the journal.").format(id=action))
            if history.is_by_program(connection, action):
                raise Refusal(
                    _("{what}: the program needs these. Change single records instead.").format(
                        what=what
                    )
                )
            if history.is_erasure(connection, action):
                raise Refusal(_("A person who was erased for good cannot be brought back."))
            if history.is_undone(connection, action):
                raise Refusal(_("This was taken back already: {what}.").format(what=what))
            touched = history.touched_since(connection, action)
        if touched and not force:
            raise undoing.refusal(self, what, touched)
        marked = N_("Undo: {what}") if source == "undo" else N_("Again: {what}")
        title = Said(marked, {"what": what})
        with self.store.action(title, actor=self.actor(), source=source, undoes=action) as work:
            history.take_back(work, action, [one.record for one in touched])
            changes = work.changes(spoken(title.stored()))
        return self.tell(changes)

    # Settings, drafts, listeners

    def setting(self, key: str, default: str | None = None) -> str | None:
        """A setting of the data; its declared default where nobody has set it."""
        table = table_of("setting")
        with self.store.reading() as connection:
            wanted = select(table.c.value).where(table.c.key == key, table.c.deleted_at.is_(None))
            found = connection.execute(wanted.order_by(table.c.row).limit(1)).first()
        if found is not None:
            return str(found[0]) if found[0] is not None else default
        return DEFAULTS.get(key, default)

    def whole_setting(self, key: str) -> int:
        """A setting that is a whole number, its default where the text is none."""
        text = self.setting(key) or ""
        return int(text) if text.isascii() and text.isdigit() else int(DEFAULTS[key])

    def put_setting(self, key: str, value: str | None) -> Changes:
        found = self.lookup("setting", "key", [key]).get(key, [])
        if found:
            return self.set("setting", found[0], {"value": value})
        values = {"key": key, "value": value}
        title = Said(N_("Setting: {what}"), {"what": _(SETTING_NAMES.get(key, key))})
        return self.apply(title, self.source, [Insert("setting", values, new_id())])

    def college_id(self) -> UUID | None:
        """The own college: an organisation, chosen at the first start."""
        text = self.setting("college.organisation")
        try:
            return UUID(text) if text else None
        except ValueError:
            return None  # a damaged setting is mended on the page Settings; it locks nothing

    def actor(self) -> str:
        return self.setting("person.name") or ""

    def _lost_links(self, entity: Entity, values: Mapping[str, Value]) -> list[Finding]:
        """Links of the values that name no record of their kind."""
        with self.store.reading() as connection:
            return checks.lost_links(connection, entity, values)

    def _refuse_unless_live(self, entity: str, records: Sequence[UUID]) -> None:
        with self.store.reading() as connection:
            live = checks.live(connection, entity, records)
            known = lists.row_numbers(connection, entity, records)
        for record in records:
            if record not in known:
                raise Refusal(_("This record is not here any more. Refresh the list."))
            if record not in live:
                raise Refusal(_("This record is in the bin. Bring it back first."))

    def _plain(self, entity: str, record: UUID) -> dict[str, Value]:
        """Stored values of the fields, links as ids."""
        row = self.get(entity, record)
        names = catalogue[entity].fields
        return {n: row[n].id if isinstance(row[n], Ref) else row[n] for n in names}


def _refuse(findings: Iterable[Finding]) -> None:
    wrong = [f for f in findings if f.severity == "error"]
    if wrong:
        first = wrong[0]
        raise Refusal(first.message, field=first.field, suggestion=first.suggestion, findings=wrong)


def _title_text(value: Value) -> str:
    return value.title if isinstance(value, Ref) else str(value or "")


def _name_of(entity: Entity, values: Mapping[str, Value]) -> str:
    named = [values.get(name) for name in entity.variants(entity.title)]
    text = next((str(v) for v in named if v and not isinstance(v, UUID)), "")
    return text or _(entity.label)
