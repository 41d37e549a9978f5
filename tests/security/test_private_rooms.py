"""What was said in a private channel shows nowhere else, whatever is asked there; and nobody acts for somebody else."""

import json

import pytest

from tests.oncall.conftest import ana, bot, manifest, room, settings, slack, wei
from tests.slack.pastes import DESCRIBE, MOUNT_LOST, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import ChannelKind, Person, Slack

__all__ = ["ana", "bot", "manifest", "room", "settings", "slack", "wei"]

LINE, NOTE, SOLVED, PLAIN = "mu-node-9", "xi-plan-7", "omicron-fix-3", "pi-question-5"
MARKS = (LINE, NOTE, SOLVED, PLAIN)
"""What is said in private: in a paste, in a note, as what solved it, and in a question that no case fits."""
ASKED = ("log mu-node-9", "log xi-plan-7", "log omicron-fix-3", "log pi-question-5", "log", "stats", "open")


def _said_in_private(slack: Slack, ana: Person, private: str) -> str:
    """Three conversations in a private channel: one resolved, one open with a note, one that fits no case."""
    slack.channel(private, kind=ChannelKind.PRIVATE)
    for number, (text, words) in enumerate(
        ((MOUNT_LOST, f"resolve {SOLVED}"), (NOT_REGISTERED, f"note {NOTE}"), (f"juicefs {PLAIN}", "help"))
    ):
        ts = ana.mentions_bot(f"{text} {LINE}", channel=private)
        slack.wait_for_answer(ts, 20)
        ana.mentions_bot(words, to=ts)
        slack.wait_for_answer(ts, 20, 2 if number < 2 else 1)
    return next(message.channel for message in slack.bot_messages())


@pytest.mark.slow
def test_a_private_channels_history_shows_nowhere_else(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """Not in a search, an answer's memory, figures, lists, a handing over, a Home tab, a whisper or a log line."""
    private = _said_in_private(slack, ana, f"{room}-private")
    seen = len(slack.calls())
    slack.channel(room)
    slack.everybody_joins(ana, wei)
    for text in (MOUNT_LOST, NOT_REGISTERED, DESCRIBE, f"juicefs {PLAIN.replace('pi', 'rho')}"):
        slack.wait_for_answer(ana.mentions_bot(text, channel=room), 20)
    for words in ASKED:
        slack.wait_for_answer(ana.mentions_bot(words, channel=room), 20)
        slack.wait_for_answer(wei.dms(words), 20)
    slack.wait_for_answer(ana.mentions_bot("handoff @wei", channel=room), 20)
    before = len(slack.calls("views.publish"))
    wei.opens_home()
    slack.wait_for(lambda: len(slack.calls("views.publish")) > before or not slack.calls("views.publish"), 20)
    slack.settles()
    elsewhere = [call for call in slack.calls()[seen:] if call.args.get("channel") != private]
    assert len(elsewhere) > 15
    told = [json.dumps(call.args, ensure_ascii=False, default=str) for call in elsewhere]
    assert [text for text in told for mark in MARKS if mark in text] == []
    assert [mark for mark in MARKS if mark in bot.output] == []
    here = slack.read(slack.wait_for_answer(ana.mentions_bot(f"log {LINE}", channel=f"{room}-private"), 20))
    assert "mount-point-lost" in here


def test_nobody_acts_for_somebody_else(slack: Slack, bot: Bot, ana: Person, wei: Person, room: str) -> None:
    """Wei's press is Wei's: what Ana has stays hers until somebody takes it over by that very word."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    slack.everybody_joins(ana, wei)
    slack.wait_for_answer(paste, 20)
    ana.mentions_bot("take", to=paste)
    mine = "SELECT owner FROM duties d JOIN conversations c ON c.id = d.conversation_id WHERE c.thread_ts = ?"
    slack.wait_for(lambda: bot.rows(mine, paste) == [(ana.id,)], 20, "that it is Ana's")
    wei.mentions_bot("take", to=paste)
    slack.wait_for_answer(paste, 20, 2)
    slack.settles()
    assert bot.rows(mine, paste) == [(ana.id,)]
    wei.mentions_bot("note tried a restart", to=paste)
    who = "SELECT DISTINCT user FROM changes WHERE act = 'note' AND text LIKE '%tried a restart%'"
    assert bot.soon(who) == [(wei.id,)]
    assert bot.rows(mine, paste) == [(ana.id,)]
    wei.mentions_bot("take over", to=paste)
    slack.wait_for(lambda: bot.rows(mine, paste) == [(wei.id,)], 20, "that Wei has it now")
