"""A handing over puts first what needs a person first, and never takes silence for health."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.oncall.handoff import STANDS, card, hand_over, reading_of, stands, trend
from bot.core.oncall.replies import refusal_message
from bot.model.conversation import Door, Place
from bot.model.handoff import Asked, Attention, Handing, HandoffId, OpenItem, Reading, Trend
from bot.model.judgement import Outcome
from bot.model.oncall import Duty, Refusal, Refused, Status
from bot.model.text import Lang, SafeText
from tests.core.judging.diagnosing import diagnosed, view
from tests.core.oncall.handoffs import NOW, finding, item, reading
from tests.scenes.take import snapshot_of


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (reading("a"), reading(), Trend.HEALED),
        (None, reading(), Trend.HEALED),
        (None, reading("a"), Trend.FIRST),
        (reading("a"), reading("a"), Trend.SAME),
        (reading("a"), reading("a", "b"), Trend.WORSE),
        (reading("a"), reading("b"), Trend.WORSE),
        (reading(), reading("a"), Trend.WORSE),
        (reading("a", "b"), reading("b"), Trend.BETTER),
        (reading("a"), None, Trend.UNREAD),
        (reading("a"), reading(unknown=("a",)), Trend.UNREAD),
        (reading("a", "b"), reading("b", unknown=("a",)), Trend.SAME),
        (reading("a", unknown=("b",)), reading("a", "b"), Trend.SAME),
    ],
)
def test_before_and_now_are_compared(before: Reading | None, now: Reading | None, expected: Trend) -> None:
    """What appeared makes it worse, what is gone better; what was or is unread is neither."""
    assert trend(item(1, before=before, now=now)) is expected


def test_without_a_pod_there_is_nothing_to_read() -> None:
    """That is said, and not that it could not be read."""
    assert trend(item(1, pods=())) is Trend.NO_POD


def test_a_remade_mount_pod_is_no_new_trouble() -> None:
    """The same trouble of an object with another name is the same trouble."""
    before, now = (
        reading("a"),
        replace(reading(), outcome=Outcome.JUDGED, findings=(finding("a", subject="Mount Pod y"),)),
    )
    assert trend(item(1, before=before, now=now)) is Trend.SAME


def test_what_needs_attention_comes_first() -> None:
    """Worse, then unowned, then past its check, then the oldest."""
    worse = item(1, hours=1, before=reading("a"), now=reading("a", "b"))
    unowned = item(2, hours=2, owner="")
    overdue = item(3, hours=3, duty=Duty(owner="U0ANNA", next_check=NOW))
    later = item(4, hours=4, duty=Duty(owner="U0ANNA", next_check=NOW + timedelta(hours=1)))
    found = hand_over([item(5, hours=5), later, overdue, unowned, worse], NOW)
    assert [one.item.id for one in found.cards] == [1, 2, 3, 5, 4]
    assert [one.attention for one in found.cards[:3]] == [
        (Attention.WORSE,),
        (Attention.UNOWNED,),
        (Attention.OVERDUE,),
    ]
    assert len(found.urgent) == 3


def test_closed_conversations_are_not_handed_over() -> None:
    """What is resolved or dismissed is nobody's work any more."""
    closed = [item(1, duty=Duty(Status.RESOLVED)), item(2, duty=Duty(Status.DISMISSED))]
    assert hand_over(closed, NOW).cards == ()


def test_a_card_tells_what_appeared_and_what_is_gone() -> None:
    """By the findings themselves."""
    found = card(item(1, before=reading("a", "b"), now=reading("b", "c")), NOW)
    assert [one.code for one in found.appeared] == ["c"]
    assert [one.code for one in found.gone] == ["a"]


_READINGS = st.none() | st.builds(
    lambda troubles, unknown: reading(*troubles, unknown=tuple(unknown)),
    st.sets(st.sampled_from("abc"), max_size=3).map(sorted),
    st.sets(st.sampled_from("abc"), max_size=2).map(sorted),
)
_ITEMS = st.builds(
    lambda number, before, now, owner: item(number, before=before, now=now, owner=owner),
    st.integers(1, 99),
    _READINGS,
    _READINGS,
    st.sampled_from(["", "U0ANNA"]),
)


@given(st.lists(_ITEMS, max_size=8))
def test_every_open_conversation_is_handed_over_once(items: list[OpenItem]) -> None:
    """None is lost, none comes twice, and those that need attention stand together on top."""
    cards = hand_over(items, NOW).cards
    assert sorted(one.item.id for one in cards) == sorted(one.id for one in items)
    needy = [bool(one.attention) for one in cards]
    assert needy == sorted(needy, reverse=True)


@given(_ITEMS)
def test_nothing_is_healed_that_was_not_read(one: OpenItem) -> None:
    """Healed needs a reading that is healthy; what is gone was looked for; what appeared is there."""
    found = card(one, NOW)
    if found.trend is Trend.HEALED:
        assert one.now
        assert one.now.outcome is Outcome.HEALTHY
    if found.gone or found.appeared:
        assert one.now
        assert all(appeared in one.now.troubles for appeared in found.appeared)
        assert not {gone.probe for gone in found.gone} & {unread.probe for unread in one.now.findings}


def test_a_diagnosis_becomes_a_reading() -> None:
    """A healthy pod's reading holds no trouble, and says so by its outcome."""
    made = reading_of(view(diagnosed(snapshot_of("healthy"))), NOW)
    assert (made.outcome, made.troubles, made.at) == (Outcome.HEALTHY, (), NOW)


def asked(note: str = "") -> Asked:
    """A handing over to nobody."""
    return Asked("command:1", Place(Door.SLACK, "T1", "C0OPS"), NOW, Lang.EN, "U0ANNA", note=SafeText(note))


READ = Handing(HandoffId(1), asked("back on Monday"), read_at=NOW)
EARLIER, LATER = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ([], [], True),
        ([item(1)], [item(1, touched_at=EARLIER)], True),
        ([item(1)], [item(1)], True),
        ([item(1), item(2)], [item(2, touched_at=EARLIER), item(1, touched_at=EARLIER)], True),
        ([item(1)], [item(1, touched_at=LATER)], False),
        ([item(1)], [item(1, touched_at=NOW)], False),
        ([item(1), item(2)], [item(1, touched_at=EARLIER), item(2, touched_at=LATER)], False),
        ([item(1)], [], False),
        ([], [item(1, touched_at=EARLIER)], False),
        ([item(1)], [item(1, touched_at=EARLIER), item(2, touched_at=EARLIER)], False),
    ],
)
def test_a_handing_over_stands_until_anything_happens(
    before: list[OpenItem], now: list[OpenItem], *, same: bool
) -> None:
    """The same conversations are open, and in none of them anything was said or done since; in doubt it is told."""
    assert stands(READ, before, asked(), now) is same


@pytest.mark.parametrize(("note", "same"), [("", True), ("  ", True), ("back on Monday", True), ("mind Redis", False)])
def test_another_note_is_told(note: str, *, same: bool) -> None:
    """What somebody has to say is never lost to what stands already."""
    assert stands(READ, [], asked(note), []) is same


def test_one_that_is_yet_to_be_read_will_say_it_all() -> None:
    """Of two people at once the first one's is told."""
    assert stands(replace(READ, read_at=None), [], asked(), [item(1, touched_at=LATER)])


@pytest.mark.parametrize(("lang", "link"), [(Lang.EN, "Handoff"), (Lang.ZH, "查看交接")])
def test_where_it_stands_is_told_in_both_languages(lang: Lang, link: str) -> None:
    """With how long it stands, that no pod was read, and its link; without one where none is known."""
    refused = Refused(Refusal.STANDS, Duty(), "https://team.slack.com/archives/C0OPS/p1")
    told = refusal_message(refused, lang, str)
    assert refused.where in str(told.blocks)
    assert link in str(told.blocks)
    assert f"{STANDS.seconds // 60} " in told.text
    assert "link" not in str(refusal_message(replace(refused, where=""), lang, str).blocks)
