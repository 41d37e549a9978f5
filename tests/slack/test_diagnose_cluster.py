"""A pod diagnosed from Slack over a real API server, as the bot's own role: by mention, command, button and again."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from tests.control_plane.fixture import Kube
from tests.control_plane.server import BOT
from tests.core.judging.diagnosing import FOLDER
from tests.scenes.scene import Scene, load
from tests.scenes.shift import shifted
from tests.slack.pastes import NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack.test_diagnose import WITHIN, answered, lines, whispered
from tests.slack_standin import Message, Person, Slack

TROUBLED = "waits-on-a-tainted-node"
HEALTHY = "healthy"


@pytest.fixture(scope="module")
def settings(kube: Kube) -> Mapping[str, str]:
    """The real API server, with what deploy/base/rbac.yaml grants and no more."""
    return {"KUBECONFIG": str(kube.plane.kubeconfig(BOT))}


def _show(kube: Kube, name: str) -> Scene:
    scene = load(FOLDER / f"{name}.yaml") if name != HEALTHY else load(name)
    return kube.show(shifted(scene, datetime.now(UTC)))


def _paste(scene: Scene) -> str:
    return f"Successfully assigned {scene.pod} to node-b\n{NOT_REGISTERED}"


def _newest(slack: Slack, asked: str, count: int) -> Message:
    """The newest of so many answers in a thread, once it no longer says that it reads."""

    def done() -> Message | None:
        found = slack.answers(asked)
        return found[-1] if len(found) == count and not slack.read(found[-1]).startswith("Reading") else None

    return slack.wait_for(done, WITHIN, f"answer {count}")


def test_a_troubled_pod_by_mention(kube: Kube, slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """The verdict comes first, in the message that said it reads; who asked is in the conversation log."""
    scene = _show(kube, TROUBLED)
    asked = ana.mentions_bot(f"diagnose {scene.pod}", channel=room)
    said = answered(slack, asked)
    [answer] = slack.answers(asked)
    assert scene.expect
    assert answer.metadata["event_payload"]["case"] == scene.expect["case"]
    assert str(scene.pod) in said
    slack.wait_for(lambda: bot.rows("SELECT 1 FROM messages WHERE ts = ?", answer.ts), what="the record")
    assert bot.rows("SELECT user, text FROM messages WHERE ts = ?", asked) == [(ana.id, f"diagnose {scene.pod}")]
    assert lines(bot, "looked")[-1]["outcome"] == "judged"


def test_a_healthy_pod_behind_the_command(kube: Kube, slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """It is told to be healthy, to who asked alone; the reading is recorded all the same."""
    scene = _show(kube, HEALTHY)
    slack.channel(room)
    slack.everybody_joins(ana)
    seen = len(ana.whispers)
    ana.runs("/juicefs", f"diagnose {scene.pod.namespace} {scene.pod.name}", channel=room).acked()
    assert "healthy" in whispered(slack, ana, seen)
    assert slack.messages(room) == []
    slack.wait_for(lambda: str(scene.pod) in bot.log(scene.pod.name), what="the record")


def test_a_paste_is_checked_and_checked_again(kube: Kube, slack: Slack, ana: Person, room: str) -> None:
    """`Check the cluster` reads the pod that the paste named; `Check again` says what changed since."""
    scene = _show(kube, TROUBLED)
    paste = ana.posts(_paste(scene), channel=room)
    first = slack.wait_for_answer(paste)
    ana.presses(first, "Check the cluster").acked()
    checked = _newest(slack, paste, 2)
    assert str(scene.pod) in slack.read(checked)
    assert scene.expect
    assert checked.metadata["event_payload"]["case"] == scene.expect["case"]
    _show(kube, HEALTHY)
    ana.presses(checked, "Check again").acked()
    again = slack.read(_newest(slack, paste, 3))
    assert "healthy now" in again
    assert "gone:" in again


def test_a_button_holds_one_pod_and_no_more(slack: Slack, ana: Person, room: str) -> None:
    """There is no such button where the paste names no pod, or two of them."""
    two = f"Successfully assigned shop/a-0 to node-b\nSuccessfully assigned shop/b-0 to node-b\n{NOT_REGISTERED}"
    for text in (NOT_REGISTERED, two):
        assert "Check the cluster" not in json.dumps(slack.wait_for_answer(ana.posts(text, channel=room)).blocks)


def test_the_shortcut_reads_the_pod_that_a_message_names(kube: Kube, slack: Slack, ana: Person, room: str) -> None:
    """The text and the cluster are judged together, in one message."""
    scene = _show(kube, TROUBLED)
    alert = slack.other_bot().posts(_paste(scene), channel=room)
    ana.uses_shortcut("juicefs_diagnose_message", alert).acked()
    said = answered(slack, alert)
    assert scene.expect
    assert slack.answers(alert)[0].metadata["event_payload"]["case"] == scene.expect["case"]
    assert str(scene.pod) in said
