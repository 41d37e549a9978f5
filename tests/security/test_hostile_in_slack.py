"""Malice through the running bot: names that would ping, halves of characters, pastes that are built to be slow."""

import pytest

from tests.hostile_texts import _ATOMS, _TELLING
from tests.slack.conftest import bot, manifest, settings, slack, wei
from tests.slack.pastes import NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import Person, Slack, live_links, live_mentions

__all__ = ["bot", "manifest", "settings", "slack", "wei"]

EVIL = "<!channel> <https://evil.example|x> *b* `c` @here \u202e\x1b[31m $(reboot)"
WITHIN = 15.0
"""Seconds: what an ordinary answer may take on a busy machine in the other scenarios."""


def test_nobodys_name_comes_alive(slack: Slack, bot: Bot, wei: Person) -> None:
    """A person, a group, a channel and a file with hostile names: nothing of them is live, or in a log line."""
    assert bot.pid
    boss = slack.user(EVIL)
    slack.usergroup(EVIL, boss, wei)
    room = f"#{EVIL}"
    paste = boss.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(paste, WITHIN)
    slack.everybody_joins(boss, wei)
    boss.mentions_bot(f"note {EVIL}", to=paste)
    slack.wait_for_answer(paste, WITHIN, 2)
    slack.wait_for_answer(boss.uploads(f"{EVIL}.png", b"\x89PNG", text="@juicefs-bot", channel=room), WITHIN)
    slack.wait_for_answer(boss.mentions_bot(f"handoff @wei {EVIL}", channel=room), WITHIN, 2)
    slack.settles()
    pinged = {mention for message in slack.bot_messages() for mention in live_mentions(message)}
    assert pinged <= {wei.id, boss.id}  # the receiver of a handing over, and who owns what
    links = [link.url for message in slack.bot_messages() for link in live_links(message)]
    assert [url for url in links if "evil" in url] == []
    assert "evil.example" not in bot.output


def test_half_a_character_costs_nobody_the_answer(slack: Slack, bot: Bot, wei: Person) -> None:
    """JSON may hold half of a character, a file may not: the paste is answered, and kept."""
    paste = wei.posts(f"{NOT_REGISTERED} \ud800 half \udfff", channel="#halves")
    assert "CSI" in slack.read(slack.wait_for_answer(paste, WITHIN))
    ((text,),) = bot.soon("SELECT text FROM messages WHERE ts = ?", paste)
    assert text.startswith(NOT_REGISTERED)
    wei.mentions_bot("note half \ud800 of it", to=paste)
    slack.wait_for_answer(paste, WITHIN, 2)
    ((noted,),) = bot.soon("SELECT text FROM changes WHERE act = 'note' AND text LIKE 'half%'")
    assert noted.endswith("of it")


@pytest.mark.slow
def test_a_paste_that_is_built_to_be_slow_is_answered_like_any_other(slack: Slack, bot: Bot, wei: Person) -> None:
    """A file of half a mebibyte of each hostile piece, all at once: every one is answered, and so is who comes next."""
    assert bot.pid
    size = 512 * 1024
    atoms = [*_ATOMS[::3], *_TELLING]
    shared = [
        wei.uploads("x.log", f"{atom * (size // len(atom.encode()))}\n{NOT_REGISTERED}", channel=f"#slow-{number}")
        for number, atom in enumerate(atoms)
    ]
    late = wei.posts(NOT_REGISTERED, channel="#after-the-slow")
    for ts in (*shared, late):
        assert "csi-driver-not-registered" in slack.wait_for_answer(ts, 90).text
