"""What a scenario looks for."""

from tests.slack_standin import Person, Slack


def quiet(slack: Slack, person: Person, ts: str) -> bool:
    """Whether the bot left a message alone: a later question in the same thread, which is answered, comes first."""
    before = len(slack.answers(ts))
    asked = person.mentions_bot("help", to=ts)
    slack.wait_for_answer(asked, count=1)
    return len(slack.answers(ts)) == before + 1
