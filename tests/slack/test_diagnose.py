"""`diagnose ns/pod` in Slack: by mention, behind the slash command, and what is said where no pod can be read."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket

import pytest

from tests.control_plane.fixture import Kube
from tests.control_plane.server import BOT
from tests.scenes.scene import FOLDER, Scene, load
from tests.scenes.shift import shifted
from tests.slack.running import Bot
from tests.slack_standin import Message, Person, Slack

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
    path = tmp_path_factory.mktemp("kube") / "config"
    path.write_text(json.dumps(_kubeconfig(f"https://127.0.0.1:{closed_port}")), "utf-8")
    return {"KUBECONFIG": str(path), "JUICEFS_BOT_NAMESPACES": "shop,web", "JUICEFS_BOT_DEADLINE": "3"}


def _kubeconfig(server: str) -> dict[str, object]:
    named = {"cluster": "tests", "user": "tests"}
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "tests",
        "contexts": [{"name": "tests", "context": named}],
        "clusters": [{"name": "tests", "cluster": {"server": server}}],
        "users": [{"name": "tests", "user": {"token": "nobody"}}],
    }


def _becomes(slack: Slack, asked: str, words: str, count: int = 1) -> Message:
    """The bot's one message in the thread, once it says these words."""

    def said() -> Message | None:
        answers = slack.answers(asked)
        return answers[-1] if len(answers) == count and words in slack.read(answers[-1]) else None

    return slack.wait_for(said, WITHIN, f"an answer with {words!r}")


def _whispered(slack: Slack, person: Person, seen: int) -> str:
    return slack.read(slack.wait_for(lambda: person.whispers[seen:], WITHIN, f"a whisper to {person.name}")[0])


def test_an_unreachable_cluster_is_said_kindly(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """One message that said that it reads says that the cluster does not answer; who wanted it is in the bot's lines."""
    asked = ana.mentions_bot("diagnose shop/orders-api-0", channel=room)
    answer = _becomes(slack, asked, "cluster")
    posts = [call for call in slack.calls("chat.postMessage") if call.args.get("thread_ts") == asked]
    assert len(posts) == 1
    assert "Reading" in str(posts[0].args["text"])
    _answered(slack, asked)
    assert "Traceback" not in slack.read(answer)
    lines = [json.loads(line) for line in bot.output.splitlines() if '"looked"' in line]
    assert (lines[-1]["user"], lines[-1]["pod"], lines[-1]["outcome"]) == (ana.id, "shop/orders-api-0", "refused")


def _answered(slack: Slack, asked: str) -> str:
    """What the bot's one message says when it no longer says that it reads."""

    def said() -> str:
        [answer] = slack.answers(asked)
        text = slack.read(answer)
        return "" if text.startswith(("Reading", "正在从集群读取")) else text

    return slack.wait_for(said, WITHIN, "the answer")
