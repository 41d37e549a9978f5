"""Every way in which a running bot reads a pod is held to the lists: not only the word that asks for it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.oncall.conftest import ana, bot, manifest, room, slack
from tests.scenes.scene import load
from tests.scenes.served import Served, served
from tests.slack.pastes import NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import Person, Slack

__all__ = ["ana", "bot", "manifest", "room", "slack"]

ALLOWED = "shop/orders-api-6d4f9c7b8-x2k5p"
REFUSED = "vault/unsealer-0"
WITHIN = 30.0

WAYS: Mapping[str, Callable[[Person, Person, str, str], object]] = {
    "check": lambda ana, _wei, _room, paste: ana.mentions_bot("check", to=paste),
    "diagnose in the thread": lambda ana, _wei, _room, paste: ana.mentions_bot(f"diagnose {REFUSED}", to=paste),
    "resolve": lambda ana, _wei, _room, paste: ana.mentions_bot("resolve restarted it", to=paste),
    "hand over": lambda ana, wei, room, _paste: ana.mentions_bot(f"handoff @{wei.name}", channel=room),
    "shortcut": lambda ana, _wei, _room, paste: ana.uses_shortcut("juicefs_diagnose_message", paste).acked(),
}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A cluster with one pod."""
    with served(Path(tmp_path_factory.mktemp("cluster"))) as running:
        running.show(load("healthy"))
        yield running


@pytest.fixture(scope="module")
def settings(cluster: Served) -> Mapping[str, str]:
    """Channels may have one namespace read, and nobody anything alone."""
    return {"KUBECONFIG": str(cluster.kubeconfig), "JUICEFS_BOT_CHANNELS_MAY_READ": "*=shop"}


def _pasted(slack: Slack, ana: Person, wei: Person, room: str, pod: str) -> str:
    paste = ana.posts(f"Successfully assigned {pod} to node-b\n{NOT_REGISTERED}", channel=room)
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
        allowed = _pasted(slack, ana, wei, f"{room}-allowed", ALLOWED)
        WAYS[way](ana, wei, f"{room}-allowed", allowed)
        slack.wait_for(lambda: len(bot.noted("read")) > before, WITHIN, f"a reading by {way}")
