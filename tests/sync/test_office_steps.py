"""Whatever an office does in whatever order: who may read reads everything, who is out nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cluster_desktop.sync import crypto, enrol, keys
from cluster_desktop.sync import roster as rosters
from cluster_desktop.sync.keys import DeviceKeys
from cluster_desktop.sync.office_keys import Region
from cluster_desktop.sync.roster import Outdated, Roster, ScopeKeys
from tests.sync import regions
from tests.sync.regions import NOW

COMPUTERS = st.integers(0, 7)


@dataclass
class Computer:
    """One that takes part: what it read before it was excluded is all it may ever read."""

    keys: DeviceKeys
    college: UUID
    knew: ScopeKeys = field(default_factory=dict)
    out: bool = False


class OfficeSteps(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.office = keys.make()
        started = Region.start(
            "Облыс", regions.PASSPHRASE, self.office, "x", now=NOW, cost=regions.CHEAP
        )
        self.region, self.root = started.region, started.root
        self.known: Roster = rosters.read(self.region.content)
        self.content = self.region.content
        self.computers: list[Computer] = []
        self.now = NOW

    @rule(college=st.integers(1, 3))
    def admit(self, college: int) -> None:
        who = Computer(keys.make(), UUID(int=college))
        self.region, _invite = self.region.issue(
            regions.request(who.keys), college="К", college_id=who.college, now=self.now
        )
        self.computers.append(who)

    @rule(number=COMPUTERS)
    def exclude(self, number: int) -> None:
        if number < len(self.computers) and not self.computers[number].out:
            gone = self.computers[number]
            gone.knew = rosters.scope_keys(self.region.roster, gone.keys)
            gone.out = True
            self.region = self.region.revoke(gone.keys.device, {}, now=self.now)

    @rule()
    def turn(self) -> None:
        self.region = self.region.turn(now=self.now)

    @rule(number=COMPUTERS)
    def restore(self, number: int) -> None:
        if number < len(self.computers) and not self.computers[number].out:
            former, roster = self.computers[number], self.region.roster
            one = roster.certificate(former.keys.device)
            assert one is not None
            again = Computer(keys.make(), former.college)
            given = enrol.successor(one, again.keys, roster)
            own = rosters.scope_keys(roster, former.keys)
            file = enrol.vouch(former.keys, roster, given, own)
            if all(each.letters != given.letters for each in roster.certificates):
                vouched = enrol.read_vouched(file, roster, own)
                self.region = self.region.adopt([vouched], now=self.now)
                self.computers.append(again)

    @rule()
    def renew_in_time(self) -> None:
        self.now += timedelta(days=300)
        self.region = Region.renewed(self.root, self.office, "x", self.region.content, now=self.now)

    @rule()
    def reopen(self) -> None:
        self.region = Region.open(self.office, self.region.office_seed, self.region.content)

    @invariant()
    def the_list_is_taken_and_the_one_before_it_is_not(self) -> None:
        taken = rosters.verify(self.region.content, self.known.root_fp, self.known)
        if taken.hash != self.known.hash:
            assert taken.number == self.known.number + 1
            with pytest.raises(Outdated):
                rosters.verify(self.content, taken.root_fp, taken)
            self.known, self.content = taken, self.region.content

    @invariant()
    def members_read_their_scopes_from_the_beginning(self) -> None:
        epochs = {each.name: each.epoch for each in self.region.roster.scopes}
        for who in self.computers:
            if not who.out:
                one = self.region.roster.certificate(who.keys.device)
                assert one is not None
                opened = rosters.scope_keys(self.region.roster, who.keys)
                assert set(opened) == {
                    (name, epoch) for name in one.reads for epoch in range(1, epochs[name] + 1)
                }
                assert opened.items() <= dict(self.region.scope_keys).items()

    @invariant()
    def who_is_out_opens_nothing_and_counts_nowhere(self) -> None:
        for who in self.computers:
            if who.out:
                assert rosters.scope_keys(self.region.roster, who.keys) == {}
                known = {(scope, epoch) for scope, epoch in who.knew}
                present = {(each.name, each.epoch) for each in self.region.roster.scopes}
                assert not known & present
                assert not any(
                    self.region.roster.may_write(who.keys.device, each.name, 1)
                    for each in self.region.roster.scopes
                )

    @invariant()
    def the_words_on_paper_open_everything(self) -> None:
        opened = rosters.opened_grants(
            self.region.roster, rosters.ROOT, crypto.box_seed_of_signer(self.root.seed)
        )
        assert opened == dict(self.region.scope_keys)

    @invariant()
    def letters_of_a_college_are_given_once(self) -> None:
        given = [(each.college_id, each.letters) for each in self.region.roster.certificates]
        assert len(set(given)) == len(given)


TestOfficeSteps = OfficeSteps.TestCase
TestOfficeSteps.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
