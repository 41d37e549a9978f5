"""To whom something can be handed, as a real Slack API tells it."""

import pytest
from slack_sdk import WebClient

from bot.edge.slack.patience import Patience
from bot.edge.slack.receivers import Receivers
from tests.slack_standin import Slack

PATIENCE = Patience(lambda _: False)
"""Waits not at all."""


def test_a_person_in_the_channel_can_take_it(slack: Slack, client: WebClient) -> None:
    """And one who is not there is told apart."""
    room = slack.channel("#night")
    ana, ben = slack.user("ana"), slack.user("ben")
    ana.posts("here I am", "#night")
    found = Receivers(client, PATIENCE)
    assert found.receiver(ana.id, room).here
    assert not found.receiver(ben.id, room).here
    assert not found.receiver(ana.id, room).bot


def test_a_bot_is_known_as_one(slack: Slack, client: WebClient) -> None:
    """The bot itself too: nothing is handed to it."""
    room = slack.channel("#night")
    me = str(client.auth_test()["user_id"])
    assert Receivers(client, PATIENCE).receiver(me, room).bot


def test_a_group_has_its_members(slack: Slack, client: WebClient) -> None:
    """It is there when anybody of it is."""
    room = slack.channel("#night")
    ana, ben = slack.user("ana"), slack.user("ben")
    group = slack.usergroup("storage", ana, ben)
    found = Receivers(client, PATIENCE)
    assert not found.receiver(group.id, room).here
    ana.posts("here I am", "#night")
    told = found.receiver(group.id, room)
    assert (told.here, told.group, told.members) == (True, True, frozenset({ana.id, ben.id}))


def test_where_slack_does_not_say_who_is_there_nobody_is_refused_for_it(slack: Slack, client: WebClient) -> None:
    """A missing scope or an unknown channel costs nobody the handing over."""
    assert Receivers(client, PATIENCE).receiver(slack.user("ana").id, "C0UNKNOWN").here


@pytest.mark.parametrize("who", ["U0NOBODY", "S0NOBODY", "@nobody"])
def test_whom_slack_does_not_know_is_known_to_be_unknown(client: WebClient, who: str) -> None:
    """A person, a group, and a name that is no mention."""
    assert not Receivers(client, PATIENCE).receiver(who, "C0UNKNOWN").known


def test_a_group_that_may_not_be_read_is_told_apart(slack: Slack, client: WebClient) -> None:
    """Nobody could accept for it."""
    group = slack.usergroup("storage", slack.user("ana"))
    slack.trouble.refuse("usergroups.users.list", "missing_scope")
    assert not Receivers(client, PATIENCE).receiver(group.id, slack.channel("#night")).readable


def test_a_person_is_in_their_groups_and_channels(slack: Slack, client: WebClient) -> None:
    """As far as Slack tells: what it does not tell is no."""
    room, ana, ben = slack.channel("#night"), slack.user("ana"), slack.user("ben")
    group = slack.usergroup("storage", ana)
    ana.posts("here I am", "#night")
    found = Receivers(client, PATIENCE)
    assert (found.groups_of(ana.id), found.groups_of(ben.id)) == (frozenset({group.id}), frozenset())
    assert (found.sees(ana.id, room), found.sees(ben.id, room), found.sees(ana.id, "C0UNKNOWN")) == (True, False, False)


def test_a_limit_and_a_bad_moment_are_waited_out(slack: Slack, client: WebClient) -> None:
    """Nobody is refused, and nothing is given up, because Slack was asked too often."""
    ana = slack.user("ana")
    slack.trouble.limit_times("users.info", times=2)
    slack.trouble.break_down("conversations.members", times=1)
    assert Receivers(client, PATIENCE).receiver(ana.id, slack.channel("#night")).known
