"""What was written while the bot was away, read from the stand-in's history."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.edge.slack.catching_up import MOST_PAGES, PAGE, CatchUp
from bot.edge.slack.identity import Identity
from bot.errors import SlackDownError
from bot.model.chat import Absence, ChannelKind
from tests.slack_standin import Person, Slack


def never(_seconds: float) -> bool:
    """A pause that does not wait and never ends the bot."""
    return False


@pytest.fixture
def ana(slack: Slack) -> Person:
    """Somebody who writes."""
    return slack.user("ana")


def away(slack: Slack, seen: str, *channels: str, threads: tuple[tuple[str, str], ...] = ()) -> Absence:
    """An absence that began after the message `seen`."""
    places = tuple((slack.channel(name), ChannelKind.PUBLIC) for name in channels)
    return Absence(float(seen), places, threads)


def missed(client: WebClient, me: Identity, absence: Absence, since: float = 0.0) -> Iterator[str]:
    """The texts of what was missed."""
    return (str(one.text) for one in CatchUp(client, me, never).missed(absence, since))


def test_what_came_after_the_last_event_is_read_oldest_first(
    slack: Slack, client: WebClient, me: Identity, ana: Person
) -> None:
    """In every channel that the bot knows; what it had seen, and what other bots say, is left out."""
    seen = ana.posts("seen", channel="#ops")
    for text in ("first", "second"):
        ana.posts(text, channel="#ops")
    slack.other_bot().posts("beep", channel="#ops")
    ana.posts("elsewhere", channel="#storage")
    slack.channel("#outside", bot=False)
    ana.posts("nobody asked", channel="#outside")
    assert list(missed(client, me, away(slack, seen, "#ops", "#storage"))) == ["first", "second", "elsewhere"]


def test_channels_that_were_silent_before_are_read_too(
    slack: Slack, client: WebClient, me: Identity, ana: Person
) -> None:
    """Wherever the bot was invited, after the channels that the log knows; without the scope, these alone."""
    seen = ana.posts("seen", channel="#ops")
    ana.posts("first word here", channel="#new")
    ana.posts("known", channel="#ops")
    assert list(missed(client, me, away(slack, seen, "#ops"))) == ["known", "first word here"]
    slack.trouble.refuse("users.conversations", "missing_scope")
    assert list(missed(client, me, away(slack, seen, "#ops"))) == ["known"]


def test_replies_in_old_and_new_threads_are_read(slack: Slack, client: WebClient, me: Identity, ana: Person) -> None:
    """Below a parent that was missed too, and below one that the log knows."""
    old = ana.posts("old parent", channel="#ops")
    seen = ana.replies("old reply", old)
    new = ana.posts("new parent", channel="#ops")
    ana.replies("reply to new", new)
    ana.replies("reply to old", old)
    absence = away(slack, seen, "#ops", threads=((slack.channel("#ops"), old), (slack.channel("#ops"), new)))
    assert list(missed(client, me, absence)) == ["new parent", "reply to new", "reply to old"]


def test_nothing_older_than_the_limit_is_read(slack: Slack, client: WebClient, me: Identity, ana: Person) -> None:
    """However long the bot was away."""
    seen = ana.posts("seen", channel="#ops")
    ana.posts("too old", channel="#ops")
    limit = ana.posts("just too old", channel="#ops")
    ana.posts("young", channel="#ops")
    assert list(missed(client, me, away(slack, seen, "#ops"), since=float(limit))) == ["young"]


def test_everything_read_is_marked_as_read_late(slack: Slack, client: WebClient, me: Identity, ana: Person) -> None:
    """So that an answer that stands there already is found; kind of channel and mention are known as in an event."""
    seen = ana.posts("seen", channel="#ops")
    ana.posts(f"<@{slack.bot_user}> help", channel="#ops")
    (one,) = CatchUp(client, me, never).missed(away(slack, seen, "#ops"), 0.0)
    assert one.resumed
    assert one.mentioned
    assert one.channel_kind is ChannelKind.PUBLIC
    assert one.key == f"msg:{one.channel}:{one.ts}"


def test_a_channel_that_the_bot_left_is_passed_over(slack: Slack, client: WebClient, me: Identity, ana: Person) -> None:
    """A refusal ends nothing but that channel."""
    seen = ana.posts("seen", channel="#ops")
    ana.posts("still here", channel="#ops")
    private = slack.channel("#left", bot=False)
    absence = Absence(
        float(seen), ((private, ChannelKind.PRIVATE), (slack.channel("#ops"), ChannelKind.PUBLIC)), ((private, "1.0"),)
    )
    assert list(missed(client, me, absence)) == ["still here"]


def test_the_bots_own_answers_cost_no_reading(slack: Slack, client: WebClient, me: Identity, ana: Person) -> None:
    """Below a paste that it alone has answered there is nothing to hear; where somebody else has, there is."""
    seen = ana.posts("seen", channel="#ops")
    answered, talked = ana.posts("answered", channel="#ops"), ana.posts("talked", channel="#ops")
    for parent in (answered, talked):
        client.chat_postMessage(channel=slack.channel("#ops"), thread_ts=parent, text="a case")
    ana.replies("thanks", talked)
    assert list(missed(client, me, away(slack, seen, "#ops"))) == ["answered", "talked", "thanks"]
    assert len(slack.calls("conversations.replies")) == 1


def test_slack_is_asked_for_no_more_than_is_wanted(slack: Slack, client: WebClient, me: Identity, ana: Person) -> None:
    """Page by page and channel by channel, as long as the caller goes on."""
    seen = ana.posts("seen", channel="#ops")
    for number in range(PAGE + 30):
        ana.posts(f"{number}", channel="#ops")
    ana.posts("elsewhere", channel="#storage")
    found = missed(client, me, away(slack, seen, "#ops", "#storage"))
    assert [next(found) for _ in range(PAGE + 30)] == [str(number) for number in range(PAGE + 30)]
    assert len(slack.calls("conversations.history")) == 2
    assert list(found) == ["elsewhere"]


def test_of_a_flood_the_newest_are_read(slack: Slack, client: WebClient, me: Identity, ana: Person) -> None:
    """At most so many pages of one channel."""
    seen = ana.posts("seen", channel="#ops")
    for number in range(PAGE * MOST_PAGES + 5):
        ana.posts(f"{number}", channel="#ops")
    found = list(missed(client, me, away(slack, seen, "#ops")))
    assert [found[0], found[-1]] == ["5", str(PAGE * MOST_PAGES + 4)]
    assert len(found) == PAGE * MOST_PAGES


def test_limits_are_waited_out_within_the_time(slack: Slack, client: WebClient, me: Identity, ana: Person) -> None:
    """A 429 costs its pause; when the pauses would take too long, or the bot stops, it ends."""
    seen = ana.posts("seen", channel="#ops")
    ana.posts("missed", channel="#ops")
    absence = away(slack, seen, "#ops")
    slack.trouble.limit_times("conversations.history", times=2, retry_after=60)
    clock = iter(range(0, 10_000, 10))
    assert [one.text for one in CatchUp(client, me, never, lambda: next(clock)).missed(absence, 0.0)] == ["missed"]
    slack.trouble.limit_times("conversations.history", times=1, retry_after=299)
    late = iter([0.0, *[400.0] * 10])
    with pytest.raises(SlackDownError):
        list(CatchUp(client, me, never, lambda: next(late)).missed(absence, 0.0))
    slack.trouble.limit_times("conversations.history", times=1, retry_after=1)
    with pytest.raises(SlackDownError):
        list(CatchUp(client, me, lambda _: True).missed(absence, 0.0))
