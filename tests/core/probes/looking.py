"""Looking at a scene through one probe, with every finding held to the contract of findings."""

from dataclasses import replace
from functools import cache

from bot.core.chain.look import Probe
from bot.core.chain.mount_chain import mount_chain
from bot.core.wording.findings import sentence
from bot.edge.casebook import check
from bot.model.case import Casebook
from bot.model.finding import Finding, State
from bot.model.snapshot import Part, Reason, Snapshot, Unread
from bot.model.text import Lang
from tests.scenes.take import changed, snapshot_of


@cache
def book() -> Casebook:
    """The built-in casebook with its findings; what is faulty in it is the matter of other tests."""
    return check()[0]


def look_at(probe: Probe, snapshot: Snapshot) -> tuple[Finding, ...]:
    """What the probe finds, after checking of each finding that it can be told.

    Its code has a sentence of its own state, the sentence finds all its facts in both languages, it names a subject;
    and no two findings are the same.
    """
    found = probe.findings(snapshot, mount_chain(snapshot))
    for one in found:
        text = book().findings[one.code]
        assert text.state is one.state
        assert one.subject.strip()
        assert all(sentence(one, text, lang) for lang in Lang)
    assert len({(one.code, one.subject, str(one.facts), one.evidence) for one in found}) == len(found)
    return found


def codes(probe: Probe, base: str = "healthy", **changes: object) -> list[str]:
    """The codes of what the probe finds in a scene with changes (as `changed` takes them), ordered by subject."""
    return [one.code for one in look_at(probe, changed(base, **changes) if changes else snapshot_of(base))]


def only(probe: Probe, base: str = "healthy", **changes: object) -> Finding:
    """The one thing that the probe finds in a scene with changes."""
    (found,) = look_at(probe, changed(base, **changes) if changes else snapshot_of(base))
    return found


def unknowns(probe: Probe, base: str = "healthy", **changes: object) -> list[tuple[str, str]]:
    """Kind and reason of every unknown that the probe finds; fails when it finds anything fine beside it."""
    found = look_at(probe, changed(base, **changes))
    assert not [one for one in found if one.state is State.FINE]
    return [(one.facts["kind"], one.facts["reason"]) for one in found if one.state is State.UNKNOWN]


def refused(snapshot: Snapshot, part: Part, reason: Reason = Reason.FORBIDDEN) -> Snapshot:
    """The same snapshot in which one part was not answered: finer than `forbid`, which refuses a whole resource."""
    answers = {ask: Unread(reason) if ask.part is part else answer for ask, answer in snapshot.answers.items()}
    return replace(snapshot, answers=answers)
