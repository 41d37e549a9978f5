"""A diagnosis as people see it in Slack: short, verdict first, everything else behind its buttons."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.core.judging.diagnosing import FOLDER
from tests.scenes.scene import Scene, load
from tests.scenes.served import Served, served
from tests.scenes.shift import shifted
from tests.slack.pastes import NO_PASSWORD
from tests.slack.running import Bot
from tests.slack.test_diagnose import WITHIN, answered, whispered
from tests.slack_standin import Message, Person, Slack

TAINTED = FOLDER / "waits-on-a-tainted-node.yaml"
RAW = "failed to create newCsiDriverClient: driver name csi.juicefs.com not found"
FINE = "It is Ready and under no pressure"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A cluster that shows what a scenario wants."""
    with served(Path(tmp_path_factory.mktemp("cluster"))) as running:
        yield running


@pytest.fixture(scope="module")
def settings(cluster: Served) -> Mapping[str, str]:
    """That cluster."""
    return {"KUBECONFIG": str(cluster.kubeconfig)}


@pytest.fixture
def scene(cluster: Served) -> Scene:
    """A pod that waits on a node where the driver does not run."""
    return cluster.show(shifted(load(TAINTED), datetime.now(UTC)))


@pytest.fixture
def answer(slack: Slack, bot: Bot, ana: Person, scene: Scene, room: str) -> Message:
    """The answer to Ana's mention, once it is in the log."""
    asked = ana.mentions_bot(f"diagnose {scene.pod}", channel=room)
    answered(slack, asked)
    (message,) = slack.answers(asked)
    bot.soon("SELECT 1 FROM messages WHERE ts = ?", message.ts)
    return message


def test_it_is_short_and_the_verdict_comes_first(slack: Slack, scene: Scene, answer: Message) -> None:
    """Then where it was read, the findings in short lines, the case, the commands with real names, the steps."""
    said = slack.read(answer)
    parts = (
        "The cluster says “The JuiceFS CSI driver is not registered on this node”",
        f"{scene.pod} · on node-b",
        "No CSI Node pod is on it",
        "all is well there",
        "# 🔴 The JuiceFS CSI driver is not registered on this node",
        RAW,
        "kubectl get csinode node-b",
        "Fix",
    )
    places = [said.find(part) for part in parts]
    assert min(places) >= 0, said
    assert places == sorted(places)
    assert said.count(RAW) == 1
    assert FINE not in said
    assert len(said) < 3_500


def test_show_all_puts_everything_into_the_thread(slack: Slack, bot: Bot, ana: Person, answer: Message) -> None:
    """Also after a restart: it is what was found then, not what is found now."""
    assert bot.stop() == 0
    bot.start()
    ana.presses(answer, "Show all").acked()
    (_, everything) = slack.wait_for(
        lambda: found if len(found := slack.answers(answer.thread_ts)) > 1 else None, WITHIN, "everything"
    )
    said = slack.read(everything)
    assert RAW in said
    assert FINE in said
    assert "kubectl get csidrivers" in said


def now(slack: Slack, answer: Message) -> str:
    """The answer as it reads now."""
    return slack.read(slack.message(answer.ts) or answer)


def test_what_people_say_of_it_counts(slack: Slack, bot: Bot, ana: Person, wei: Person, answer: Message) -> None:
    """As under the answer to a paste: each counts once, and who says that it is not this case sees what else it is."""
    slack.everybody_joins(wei)
    seen = len(wei.whispers)
    wei.presses(answer, "Not this case").acked()
    assert "it is not csi-driver-not-registered" in whispered(slack, wei, seen)
    ana.mentions_bot("resolve", to=answer.thread_ts)
    slack.wait_for(lambda: "Resolved by ana" in now(slack, answer), what="the state on the answer")
    assert "wei: not this case." in now(slack, answer)
    counted = bot.rows(
        "SELECT f.user, f.verdict FROM feedback f JOIN messages m ON m.id = f.message_id WHERE m.ts = ? ORDER BY f.id",
        answer.ts,
    )
    assert counted == [(wei.id, "not-it")]


def test_what_is_called_solved_is_read_again(slack: Slack, cluster: Served, ana: Person, answer: Message) -> None:
    """First the case's own signs still speak against it, line by line; after the repair `check` gives the proof."""
    ana.presses(answer, "This solved it").acked()
    ana.submits(slack.wait_for(lambda: ana.modal, what="the question"), {"What did it?": "a new node"})
    said = slack.read(slack.wait_for_answer(answer.thread_ts, WITHIN, count=2))
    assert said.startswith("ana resolved it.")
    assert "still speaks against it" in said
    assert "does not tolerate its taint dedicated=gpu:NoSchedule" in said
    cluster.show(shifted(load("healthy"), datetime.now(UTC)))
    ana.mentions_bot("check", to=answer.thread_ts)
    proof = slack.read(slack.wait_for_answer(answer.thread_ts, WITHIN, count=3))
    assert "🟢 The cluster agrees" in proof
    assert "no sign of csi-driver-not-registered is left" in proof


def test_check_again_tells_before_and_now(slack: Slack, cluster: Served, ana: Person, answer: Message) -> None:
    """A new answer in the thread, which begins with what became of the pod."""
    cluster.show(shifted(load("healthy"), datetime.now(UTC)))
    ana.presses(answer, "Check again").acked()
    again = slack.wait_for(
        lambda: found[-1] if len(found := slack.answers(answer.thread_ts)) > 1 else None, WITHIN, "the second answer"
    )
    said = slack.read(again)
    assert said.index("healthy now") < said.index("gone:") < said.index("is healthy: it works")
    assert "Not this case" not in [button.label for button in again.buttons]


def test_behind_the_command_every_step_is_there(slack: Slack, ana: Person, scene: Scene, room: str) -> None:
    """What only one person sees has no buttons: its commands and steps are all unfolded."""
    slack.channel(room)
    slack.everybody_joins(ana)
    seen = len(ana.whispers)
    ana.runs("/juicefs", f"diagnose {scene.pod}", channel=room).acked()
    said = whispered(slack, ana, seen)
    assert "kubectl get csidrivers" in said
    assert "all is well there" in said


def test_the_shortcut_reads_an_alert_in_an_attachment(slack: Slack, ana: Person, scene: Scene, room: str) -> None:
    """Alertmanager's messages have no text of their own; the pod that one names is read."""
    labels = [{"title": "namespace", "value": scene.pod.namespace}, {"title": "pod", "value": scene.pod.name}]
    attachment = {"fallback": "FIRING", "title": "PodStuck", "text": "ContainerCreating for 10 min", "fields": labels}
    alert = slack.other_bot().posts("", channel=room, more={"attachments": [attachment]})
    ana.uses_shortcut("juicefs_diagnose_message", alert).acked()
    assert "is not registered on this node" in answered(slack, alert)


def test_the_shortcut_reads_a_file(slack: Slack, ana: Person, room: str) -> None:
    """A log that somebody shared without a word."""
    shared = ana.uploads("mount.log", NO_PASSWORD, channel=room)
    slack.wait_for_answer(shared)
    ana.uses_shortcut("juicefs_diagnose_message", shared).acked()
    second = slack.wait_for(
        lambda: found[-1] if len(found := slack.answers(shared)) > 1 else None, WITHIN, "the second answer"
    )
    assert "redis-auth-required" in slack.read(second)
