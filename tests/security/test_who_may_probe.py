"""Every way in which a running bot reads a pod is held to the lists: not only the word that asks for it."""

from collections.abc import Callable, Mapping

import pytest

from tests.oncall.conftest import ana, bot, manifest, room, slack
from tests.slack.one_pod import POD, REFUSED, cluster, paste_naming, settings
from tests.slack.running import Bot
from tests.slack_standin import Person, Slack

__all__ = ["ana", "bot", "cluster", "manifest", "room", "settings", "slack"]

WITHIN = 30.0

WAYS: Mapping[str, Callable[[Person, Person, str, str], object]] = {
    "check": lambda ana, _wei, _room, paste: ana.mentions_bot("check", to=paste),
    "diagnose in the thread": lambda ana, _wei, _room, paste: ana.mentions_bot(f"diagnose {REFUSED}", to=paste),
    "resolve": lambda ana, _wei, _room, paste: ana.mentions_bot("resolve restarted it", to=paste),
    "hand over": lambda ana, wei, room, _paste: ana.mentions_bot(f"handoff @{wei.name}", channel=room),
    "shortcut": lambda ana, _wei, _room, paste: ana.uses_shortcut("juicefs_diagnose_message", paste).acked(),
}


def _pasted(slack: Slack, ana: Person, wei: Person, room: str, pod: str) -> str:
    paste = ana.posts(paste_naming(pod), channel=room)
    slack.everybody_joins(ana, wei)
    slack.wait_for_answer(paste, WITHIN)
    return paste


@pytest.mark.parametrize("way", WAYS)
def test_no_way_reads_what_the_channel_may_not(slack: Slack, bot: Bot, ana: Person, room: str, way: str) -> None:
    """The cluster is not asked for a pod off the list; the same way reads one that is on it."""
    wei = slack.user("wei")
    slack.channel(f"{room}-refused")
    paste = _pasted(slack, ana, wei, f"{room}-refused", REFUSED)
    before, heard = len(bot.noted("read")), len(bot.output)
    WAYS[way](ana, wei, f"{room}-refused", paste)
    slack.wait_for(lambda: "heard" in bot.output[heard:], WITHIN, "that it was heard")
    slack.settles(1.0, WITHIN)
    assert len(bot.noted("read")) == before
    if way != "diagnose in the thread":
        slack.channel(f"{room}-allowed")
        allowed = _pasted(slack, ana, wei, f"{room}-allowed", POD)
        WAYS[way](ana, wei, f"{room}-allowed", allowed)
        slack.wait_for(lambda: len(bot.noted("read")) > before, WITHIN, f"a reading by {way}")
