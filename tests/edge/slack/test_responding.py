"""Answers to slash commands reach their author, or end as our own error."""

import threading

import pytest

from bot.edge.slack.outcomes import RefusedError
from bot.edge.slack.responding import Responder
from bot.errors import SlackDownError
from bot.model.chat import Block, SlackMessage
from tests.slack_standin import RESPONSE_URLS, Person, Slack

BLOCK: Block = {"type": "section", "text": {"type": "plain_text", "text": "an answer"}}
ANSWER = SlackMessage((BLOCK,), "an answer")


@pytest.fixture
def ana(slack: Slack) -> Person:
    """A person in #ops."""
    person = slack.user("ana")
    slack.everybody_joins(person)
    return person


def responder() -> Responder:
    """One that does not wait long."""
    return Responder(lambda seconds: threading.Event().wait(min(seconds, 0.01)))


def test_only_the_author_sees_the_answer(ana: Person) -> None:
    """It is ephemeral."""
    command = ana.runs("/juicefs", "help")
    responder().respond(command.response_url, ANSWER)
    assert [(one.text, one.for_user) for one in ana.whispers][-1] == ("an answer", ana.id)


def test_an_address_that_slack_no_longer_knows_is_a_refusal(slack: Slack) -> None:
    """After thirty minutes or five answers nothing can be said any more."""
    with pytest.raises(RefusedError):
        responder().respond(f"{slack.address}/response/unknown", ANSWER)


def test_a_slack_that_does_not_answer_ends_in_our_own_error() -> None:
    """After a few tries."""
    with pytest.raises(SlackDownError):
        responder().respond("http://127.0.0.1:9/response/x", ANSWER)


def test_a_slack_that_fails_for_half_a_minute_is_asked_again(slack: Slack, ana: Person) -> None:
    """Slack says 503 four times, or tells to come back in a minute: the answer comes after that."""
    waited: list[float] = []

    def pause(seconds: float) -> bool:
        waited.append(seconds)
        return False

    patient = Responder(pause)
    slack.trouble.break_down(RESPONSE_URLS, times=4, status=503)
    patient.respond(ana.runs("/juicefs", "help").response_url, ANSWER)
    slack.trouble.limit_times(RESPONSE_URLS, times=1, retry_after=60)
    patient.respond(ana.runs("/juicefs", "help").response_url, ANSWER)
    assert waited == [1.0, 3.0, 8.0, 18.0, 60.0]
    assert len([one for one in ana.whispers if one.text == "an answer"]) == 2


def test_stopping_ends_the_tries() -> None:
    """The bot does not wait for an answer that nobody will send."""
    with pytest.raises(SlackDownError, match="stopping"):
        Responder(lambda _: True).respond("http://127.0.0.1:9/response/x", ANSWER)
