"""The memory shows the nearest of what was before, and nothing that its reader may not see."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.oncall.memory import GOING_ON, MOST, may_see, seen_before
from bot.model.case import CaseId
from bot.model.chat import ChannelKind
from bot.model.conversation import ConversationId, Door, Place
from bot.model.episode import Episode
from bot.model.oncall import Status
from bot.model.snapshot import PodRef
from bot.model.text import SafeText
from tests.core.oncall.episodes import CASE, NIGHT, ORDERS, about, at, episode

HERE = about(ORDERS, "node-b")
LATER = NIGHT + timedelta(days=2)


def ids(found: tuple[Episode, ...]) -> list[int]:
    """The numbers of the conversations."""
    return [int(one.id) for one in found]


def test_the_same_pod_comes_first_then_namespace_then_node() -> None:
    """Whatever is newer: nearness decides, time only among equals."""
    past = [
        episode(1, hours=1, about=about(ORDERS, "node-z")),
        episode(2, hours=2, about=about(PodRef("shop", "web-1"), "node-z")),
        episode(3, hours=3, about=about(PodRef("other", "web-1"), "node-b")),
        episode(4, hours=4),
    ]
    assert ids(seen_before(CASE, HERE, at(), past, now=LATER)) == [1, 2, 3]


def test_among_equals_what_tells_the_cure_comes_first() -> None:
    """A resolve note is worth more than a later date."""
    past = [episode(1, solved=SafeText("gave the password")), episode(2, hours=9), episode(3, hours=5)]
    assert ids(seen_before(CASE, HERE, at(), past, now=LATER)) == [1, 2, 3]


def test_another_case_itself_and_what_was_dismissed_are_no_memory() -> None:
    """Only the same case, not the conversation that is being answered, and no false alarm."""
    past = [episode(1, case=CaseId("mount-pod-oom")), episode(2), episode(3, status=Status.DISMISSED)]
    assert seen_before(CASE, HERE, at(), past, now=LATER, but=ConversationId(2)) == ()


def test_what_is_going_on_now_is_no_memory() -> None:
    """Opened within the hour and open still, it is the same trouble told again; closed or older, it is a memory."""
    now = NIGHT + GOING_ON
    past = [
        episode(1, hours=0.5),
        episode(2, hours=0.5, status=Status.RESOLVED),
        episode(3, hours=0.5, status=Status.HANDED_OVER),
        episode(4),
    ]
    assert ids(seen_before(CASE, HERE, at(), past, now=now)) == [2, 4]


def test_what_one_person_alone_was_told_is_no_memory() -> None:
    """A command's answer has no thread to go to; what was asked at a terminal is remembered at a terminal."""
    aside = replace(episode(1), place=replace(at(), thread=None))
    assert seen_before(CASE, HERE, at(), [aside], now=LATER) == ()
    terminal = Place(Door.TERMINAL)
    assert ids(seen_before(CASE, HERE, terminal, [replace(episode(2), place=terminal)], now=LATER)) == [2]


@given(
    kinds=st.lists(st.sampled_from(ChannelKind), max_size=12),
    channels=st.lists(st.sampled_from(["C0A", "C0B", "D0A", ""]), min_size=12, max_size=12),
    teams=st.lists(st.sampled_from(["T1", "T2"]), min_size=12, max_size=12),
)
def test_nothing_leaks_into_another_channel(kinds: list[ChannelKind], channels: list[str], teams: list[str]) -> None:
    """All that is shown is of the reader's own channel, or of a public channel of the same workspace; three at most."""
    past = [
        episode(number, kind=kind, place=at(channel, team))
        for number, (kind, channel, team) in enumerate(zip(kinds, channels, teams, strict=False), 1)
    ]
    reader = at("C0A", "T1")
    found = seen_before(CASE, HERE, reader, past, now=LATER)
    assert len(found) <= MOST
    for one in found:
        assert one.place.team == "T1"
        assert one.place.channel == "C0A" or one.kind is ChannelKind.PUBLIC


@pytest.mark.parametrize(
    "kind", [ChannelKind.PRIVATE, ChannelKind.DIRECT, ChannelKind.GROUP_DIRECT, ChannelKind.UNKNOWN]
)
def test_a_private_channel_is_shown_to_itself_alone(kind: ChannelKind) -> None:
    """And so is one whose kind is not known."""
    secret = episode(1, kind=kind, place=at("C0SECRET"))
    assert may_see(at("C0SECRET"), secret)
    assert not may_see(at(), secret)


def test_a_terminal_sees_all_and_is_seen_by_no_channel() -> None:
    """Who sits there holds the file; what was pasted there was not said in Slack."""
    terminal = Place(Door.TERMINAL)
    assert may_see(terminal, episode(1, kind=ChannelKind.PRIVATE))
    assert not may_see(at(), replace(episode(1), place=terminal))
