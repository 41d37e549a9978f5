"""`diagnose ns/pod` in Slack: by mention, behind the slash command, and what is said where no pod can be read."""

import json
from collections.abc import Iterator, Mapping
from socket import AF_INET, SOCK_STREAM, socket

import pytest

from tests.kubeconfig import write_kubeconfig
from tests.slack.pastes import NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import Person, Slack

WITHIN = 20.0
"""Seconds for an answer that needs the Kubernetes client imported and a cluster read, on a busy machine."""


@pytest.fixture(scope="module")
def closed_port() -> Iterator[int]:
    """A port of this machine on which nobody listens."""
    with socket(AF_INET, SOCK_STREAM) as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture(scope="module")
def settings(closed_port: int, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """A cluster that does not answer, and two namespaces that may be asked about."""
    path = write_kubeconfig(tmp_path_factory.mktemp("kube") / "config", f"https://127.0.0.1:{closed_port}")
    return {"KUBECONFIG": str(path), "JUICEFS_BOT_NAMESPACES": "shop,web", "JUICEFS_BOT_DEADLINE": "3"}


def answered(slack: Slack, asked: str) -> str:
    """What the bot's one message in the thread says when it no longer says that it reads."""

    def said() -> str:
        texts = [slack.read(answer) for answer in slack.answers(asked)]
        return texts[0] if len(texts) == 1 and not texts[0].startswith(("Reading", "正在从集群读取")) else ""

    return slack.wait_for(said, WITHIN, "the answer")


def whispered(slack: Slack, person: Person, seen: int) -> str:
    """What the bot shows to this person alone after the first `seen` whispers."""
    return slack.read(slack.wait_for(lambda: person.whispers[seen:], WITHIN, f"a whisper to {person.name}")[0])


def told(slack: Slack, person: Person, seen: int, asked: str, words: str) -> str:
    """What holds these words: a whisper, or the message of a reading that took its while, as on a busy machine."""

    def look() -> str:
        said = (slack.read(one) for one in (*person.whispers[seen:], *slack.answers(asked)))
        return next((text for text in said if words in text), "")

    return slack.wait_for(look, WITHIN, f"{words} to {person.name}")


def lines(bot: Bot, event: str) -> list[dict[str, object]]:
    """The bot's own lines about something."""
    return [line for line in map(json.loads, bot.output.splitlines()) if line["event"] == event]


def test_an_unreachable_cluster_is_said_kindly(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """To who asked alone, where no message says already that it reads; who wanted what is in the bot's lines."""
    seen = len(ana.whispers)
    asked = ana.mentions_bot("diagnose shop/orders-api-0", channel=room)
    said = told(slack, ana, seen, asked, "The cluster cannot be reached")
    assert [slack.read(one) for one in slack.answers(asked)] in ([], [said])
    line = lines(bot, "looked")[-1]
    assert (line["user"], line["pod"], line["outcome"]) == (ana.id, "shop/orders-api-0", "refused")


def test_it_is_said_in_the_readers_language(slack: Slack, wei: Person, room: str) -> None:
    """A reader with a Chinese Slack gets Chinese, also where the words are English."""
    seen = len(wei.whispers)
    asked = wei.mentions_bot("诊断 shop/orders-api-0", channel=room)
    assert told(slack, wei, seen, asked, "无法连接集群")


def test_a_name_that_is_none_is_not_looked_for(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """What Kubernetes would not take as a name never reaches the cluster; the person is told how to write it."""
    looked = len(lines(bot, "looked"))
    for words in ("diagnose shop/Orders_API", "diagnose orders-api-0"):
        seen = len(ana.whispers)
        ana.mentions_bot(words, channel=room)
        assert "names no pod" in whispered(slack, ana, seen)
    assert len(lines(bot, "looked")) == looked


def test_a_namespace_that_is_not_allowed_is_refused(slack: Slack, ana: Person, room: str) -> None:
    """By mention and behind the slash command, for its author alone; it says what is allowed."""
    seen = len(ana.whispers)
    ana.mentions_bot("diagnose kube-system/etcd-0", channel=room)
    assert "not allowed here. Allowed: shop, web" in whispered(slack, ana, seen)
    seen = len(ana.whispers)
    ana.runs("/juicefs", "diagnose kube-system etcd-0", channel=room).acked()
    assert "not allowed here" in whispered(slack, ana, seen)


def test_a_direct_message_and_the_command_are_answered_too(slack: Slack, ana: Person, room: str) -> None:
    """The same kind sentence, wherever it is asked."""
    assert "cannot be reached" in answered(slack, ana.dms("diagnose shop/orders-api-0"))
    slack.channel(room)
    slack.everybody_joins(ana)
    seen = len(ana.whispers)
    ana.runs("/juicefs", "diagnose shop/orders-api-0", channel=room).acked()
    assert told(slack, ana, seen, "", "cannot be reached")


def test_the_shortcut_answers_a_message_in_its_thread(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """Also one that the bot passed over, and another bot's; with the buttons of every answer, kept in the log."""
    passed = ana.posts("df: /data: Socket not connected", channel=room)
    pager = slack.other_bot().posts(NOT_REGISTERED, channel=room)
    for message, case in ((passed, "mount-point-lost"), (pager, "csi-driver-not-registered")):
        ana.uses_shortcut("juicefs_diagnose_message", message).acked()
        assert case in answered(slack, message)
    ana.presses(slack.answers(pager)[0], "Not this case").acked()
    slack.wait_for(lambda: bot.rows("SELECT 1 FROM feedback WHERE user = ?", ana.id), what="the count")


def test_the_shortcut_tells_the_text_where_the_cluster_is_not_there(slack: Slack, ana: Person, room: str) -> None:
    """What the text alone says is worth more than a refusal."""
    message = slack.other_bot().posts(f"Successfully assigned shop/web-0 to node-b\n{NOT_REGISTERED}", channel=room)
    ana.uses_shortcut("juicefs_diagnose_message", message).acked()
    said = answered(slack, message)
    assert "csi-driver-not-registered" in said
    assert "cannot be reached" in said


def test_the_shortcut_where_the_bot_is_no_member(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """Its user is told to invite the bot, and nobody else hears of it."""
    slack.channel(room, bot=False)
    slack.everybody_joins(ana)
    message = ana.posts(NOT_REGISTERED, channel=room)
    seen = len(ana.whispers)
    ana.uses_shortcut("juicefs_diagnose_message", message).acked()
    assert "Invite me" in whispered(slack, ana, seen)
    assert lines(bot, "not let in")
