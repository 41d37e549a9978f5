"""The operator's list of what each conversation may have read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.permit import Permit, UnreadablePermitError, permitted, read_permits

LIST = "C0123=shop, pay*; C0456=prod:*,staging:web ;dm=shop; G9=-; *=sandbox;"


@pytest.mark.parametrize(
    ("channel", "namespace", "context", "allowed"),
    [
        ("C0123", "shop", "", True),
        ("C0123", "payments", "", True),
        ("C0123", "repay", "", False),
        ("C0123", "shopping", "", False),
        ("C0123", "shop", "prod", False),
        ("C0456", "shop", "prod", True),
        ("C0456", "web", "staging", True),
        ("C0456", "web-2", "staging", False),
        ("C0456", "shop", "", False),
        ("D0001", "shop", "", True),
        ("D0001", "sandbox", "", False),
        ("G9", "sandbox", "", False),
        ("C0999", "sandbox", "", True),
        ("C0999", "shop", "", False),
    ],
)
def test_each_conversation_has_its_own_line(channel: str, namespace: str, context: str, allowed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Its own line alone holds, else that of direct messages, else that of every other channel."""
    permits = permitted(read_permits(LIST), channel)
    assert any(one.holds(namespace, context, "") for one in permits) is allowed


def test_what_is_not_listed_may_have_nothing_read() -> None:
    """A list is a list of what is allowed; `*` is for channels, not for whoever writes to the bot alone."""
    permits = read_permits("C0123=*; *=shop")
    assert permitted(read_permits("C0123=*"), "C0456") == ()
    assert permitted(permits, "D0001") == ()


def test_without_a_context_the_one_that_needs_no_naming_is_meant() -> None:
    """Whoever names it all the same reads the same cluster; any other context has to be listed."""
    (permit,) = permitted(read_permits("C0123=shop"), "C0123")
    assert permit.holds("shop", "prod", default="prod")
    assert not permit.holds("shop", "staging", default="prod")
    (named,) = permitted(read_permits("C0123=prod:shop"), "C0123")
    assert named.holds("shop", "prod", default="prod")


def test_a_context_may_hold_colons() -> None:
    """EKS names its contexts so; the last colon counts, as in `diagnose`."""
    ((permit,),) = read_permits("C0123=arn:aws:eks:eu:1:cluster/prod:pay*").values()
    assert permit == Permit("pay*", "arn:aws:eks:eu:1:cluster/prod")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("C0123", 1),
        ("C0123=", 1),
        ("=shop", 1),
        ("#ops=shop", 1),
        ("D0001=shop", 1),
        ("C0123=shop;;dm=-", 2),
        ("C0123=shop; C0123=web", 2),
        ("C0123=shop,", 1),
        ("C0123=shop,-", 1),
        ("C0123=Shop", 1),
        ("C0123=shop; dm=prod:", 2),
        ("C0123=shop/web", 1),
        (";", 1),
    ],
)
def test_what_is_wrong_is_told_by_its_place(text: str, number: int) -> None:
    """Nothing is guessed: half a list would allow too much or too little."""
    with pytest.raises(UnreadablePermitError) as refused:
        read_permits(text)
    assert refused.value.number == number


@given(st.text(alphabet="a*-", min_size=1, max_size=40), st.text(alphabet="ab-", min_size=1, max_size=63))
def test_a_pattern_allows_nothing_but_what_it_spells(pattern: str, namespace: str) -> None:
    """Between the stars every character stands for itself, and no pattern is slow."""
    allowed = Permit(pattern).holds(namespace, "", "")
    parts = [re.escape(part) for part in re.split(r"\*+", pattern)]
    assert allowed is bool(re.fullmatch(".*".join(parts), namespace))
