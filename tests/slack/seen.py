"""What a scenario looks for."""

from tests.slack_standin import Person, Slack

_HELP = ("# JuiceFS troubleshooting on Kubernetes", "# Kubernetes 上的 JuiceFS 故障排查")


def quiet(slack: Slack, person: Person, ts: str) -> bool:
    """Whether the bot said nothing (more) in a thread.

    A thread is worked off in its order: a question asked now is answered after everything that was to be said before.
    """
    before = len(slack.answers(ts))
    asked = person.mentions_bot("help", to=ts)
    slack.wait_for(
        lambda: any(slack.read(answer).startswith(_HELP) for answer in slack.answers(asked)),
        timeout=15,
        what=f"help in the thread of {ts}",
    )
    return len(slack.answers(ts)) == before + 1
