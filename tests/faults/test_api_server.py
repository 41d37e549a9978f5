"""The API server frozen, refusing, failing, dripping, away: a kind answer in time, and pastes are answered meanwhile.

A real kube-apiserver: stopped with SIGSTOP, asked with tokens that it issued itself, or behind a proxy that is bad.
"""

import json
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.control_plane.fixture import Kube
from tests.control_plane.server import BOT
from tests.core.judging.diagnosing import FOLDER
from tests.faults.api_proxy import PLANTED, ApiProxy, Way
from tests.scenes.scene import Scene, load
from tests.scenes.shift import shifted
from tests.slack.pastes import MOUNT_LOST
from tests.slack.running import Bot
from tests.slack_standin import Message, Person, Slack

pytestmark = pytest.mark.usefixtures("bot")
WITHIN = 30.0
"""Seconds for an answer on a busy machine; the deadline below holds, or the answer would never come."""
TROUBLED = "waits-on-a-tainted-node"
READING = ("Reading", "Still reading")
SPACE = "/api/v1/namespaces/juicefs-bot"


@pytest.fixture(scope="module")
def proxy(kube: Kube) -> Iterator[ApiProxy]:
    """A bad way to the API server."""
    made = ApiProxy(kube.plane)
    yield made
    made.close()


@pytest.fixture(scope="module")
def token_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bot's token lies, as a projected service account token does."""
    path = tmp_path_factory.mktemp("account") / "token"
    path.write_text("none yet\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def settings(
    kube: Kube, proxy: ApiProxy, token_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, str]:
    """Three ways to one cluster: straight, by the proxy, and with a token from a file; and a short deadline."""
    own = str(kube.plane.work / "ca.crt")
    clusters = {
        "straight": {"server": kube.plane.url, "certificate-authority": own},
        "proxied": {"server": proxy.url},
    }
    users = {"fixed": {"token": BOT}, "rotated": {"tokenFile": str(token_file)}}
    ways = {"straight": ("straight", "fixed"), "proxied": ("proxied", "fixed"), "rotated": ("straight", "rotated")}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "straight",
        "contexts": [{"name": name, "context": {"cluster": to, "user": by}} for name, (to, by) in ways.items()],
        "clusters": [{"name": name, "cluster": one} for name, one in clusters.items()],
        "users": [{"name": name, "user": one} for name, one in users.items()],
    }
    path = tmp_path_factory.mktemp("kube") / "config"
    path.write_text(json.dumps(config), "utf-8")
    return {"KUBECONFIG": str(path), "JUICEFS_BOT_DEADLINE": "3"}


@pytest.fixture(scope="module")
def scene(kube: Kube) -> Scene:
    """A pod with a trouble of ours."""
    return kube.show(shifted(load(FOLDER / f"{TROUBLED}.yaml"), datetime.now(UTC)))


def told(slack: Slack, person: Person, asked: str, seen: int, count: int = 1) -> str:
    """What the bot says at last: in the thread, as its answer number *count*, or to this person after *seen* words."""

    def found() -> str:
        answers = slack.answers(asked)[count - 1 :]
        ready = [text for text in map(slack.read, answers) if not text.startswith(READING)]
        return next(iter([*ready, *map(slack.read, person.whispers[seen:])]), "")

    return slack.wait_for(found, WITHIN, "an answer")


@contextmanager
def pastes_are_answered(slack: Slack, ana: Person, room: str) -> Iterator[None]:
    """Something that takes a while, during which three pastes are answered before it ends."""
    pastes = [ana.posts(MOUNT_LOST, channel=name) for name in (room, f"{room}-a", f"{room}-b")]
    for paste in pastes:
        slack.wait_for_answer(paste, timeout=WITHIN)
    yield


def diagnosed(slack: Slack, ana: Person, scene: Scene, context: str, room: str) -> Message:
    """A diagnosis that succeeds, as it must before and after a fault."""
    asked = ana.mentions_bot(f"diagnose {context}:{scene.pod}", channel=room)
    assert str(scene.pod) in told(slack, ana, asked, len(ana.whispers))
    (answer,) = slack.answers(asked)
    assert scene.expect
    assert answer.metadata["event_payload"]["case"] == scene.expect["case"]
    return answer


def test_the_api_server_is_frozen_and_goes_on(
    *, kube: Kube, slack: Slack, bot: Bot, ana: Person, scene: Scene, room: str
) -> None:
    """SIGSTOP: whoever asks is told in time, others are answered; after SIGCONT `Check again` reads the pod."""
    answer = diagnosed(slack, ana, scene, "straight", room)
    with kube.plane.frozen():
        seen = len(ana.whispers)
        ana.presses(answer, "Check again").acked()
        with pastes_are_answered(slack, ana, room):
            said = told(slack, ana, answer.thread_ts, seen, count=2)
    assert "did not answer in time" in said
    count = len(slack.answers(answer.thread_ts)) + 1
    ana.presses(answer, "Check again").acked()
    assert str(scene.pod) in told(slack, ana, answer.thread_ts, len(ana.whispers), count)
    assert bot.noted("not answered") == []


def test_the_api_server_freezes_in_the_middle_of_a_reading(
    kube: Kube, proxy: ApiProxy, slack: Slack, ana: Person, scene: Scene
) -> None:
    """What was read by then is told, with what was not; `Check again` after it reads all."""
    proxy.after(12, lambda: kube.plane.process.send_signal(signal.SIGSTOP))
    try:
        asked = ana.mentions_bot(f"diagnose proxied:{scene.pod}", channel="#in-the-middle")
        said = told(slack, ana, asked, len(ana.whispers))
    finally:
        kube.plane.process.send_signal(signal.SIGCONT)
    assert str(scene.pod) in said
    assert "timed out" in said
    ana.presses(slack.answers(asked)[0], "Check again").acked()
    again = told(slack, ana, asked, len(ana.whispers), count=2)
    assert str(scene.pod) in again
    assert "timed out" not in again


def test_twenty_wait_for_a_frozen_api_server(kube: Kube, slack: Slack, ana: Person, scene: Scene, room: str) -> None:
    """More people than workers ask for their pods: pastes are not behind them."""
    seen = len(ana.whispers)
    with kube.plane.frozen():
        asked = [ana.mentions_bot(f"diagnose {scene.pod}", channel=f"{room}-{number}") for number in range(20)]
        with pastes_are_answered(slack, ana, room):
            early = len(ana.whispers) - seen  # at the deadline those who read are told so
        for one in asked:
            assert told(slack, ana, one, seen)
    assert early == 0


@pytest.mark.parametrize(
    ("way", "word"),
    [
        (Way.FORBIDDEN, "not allowed to read the pod"),
        (Way.BROKEN, "cannot be reached"),
        (Way.DRIPPING, "did not answer in time"),
        (Way.SILENT, "did not answer in time"),
    ],
)
def test_a_bad_way_to_all_of_it(
    *, proxy: ApiProxy, slack: Slack, bot: Bot, ana: Person, scene: Scene, way: Way, word: str
) -> None:
    """403, 500, a byte in 0.2 s, or nothing at all: said kindly, in our words, and soon all is well again."""
    room, seen = f"#way-{way.name.lower()}", len(ana.whispers)
    with proxy.bad(way):
        asked = ana.mentions_bot(f"diagnose proxied:{scene.pod}", channel=room)
        with pastes_are_answered(slack, ana, room):
            said = told(slack, ana, asked, seen)
    assert word in said
    assert PLANTED not in said
    diagnosed(slack, ana, scene, "proxied", room)
    assert not bot.stores(PLANTED)


@pytest.mark.parametrize("way", [Way.FORBIDDEN, Way.BROKEN, Way.DRIPPING, Way.SILENT])
def test_a_bad_way_to_a_part_of_it(proxy: ApiProxy, slack: Slack, ana: Person, scene: Scene, way: Way) -> None:
    """Events and nodes cannot be read: the pod is told of all the same, and what could not be read is named."""
    reason = {Way.FORBIDDEN: "not allowed", Way.BROKEN: "the read failed"}.get(way, "timed out")
    with proxy.bad(way, "/(events|nodes)"):
        asked = ana.mentions_bot(f"diagnose proxied:{scene.pod}", channel=f"#part-{way.name.lower()}")
        said = told(slack, ana, asked, len(ana.whispers))
    assert str(scene.pod) in said
    assert reason in said
    assert "healthy" not in said


def test_nobody_listens(proxy: ApiProxy, slack: Slack, ana: Person, scene: Scene, room: str) -> None:
    """Connection refused is told at once, and over as soon as somebody listens again."""
    seen = len(ana.whispers)
    with proxy.away():
        asked = ana.mentions_bot(f"diagnose proxied:{scene.pod}", channel=room)
        with pastes_are_answered(slack, ana, room):
            assert "cannot be reached" in told(slack, ana, asked, seen)
    diagnosed(slack, ana, scene, "proxied", room)


def test_a_token_that_is_rotated_on_the_disk(
    kube: Kube, slack: Slack, ana: Person, scene: Scene, token_file: Path
) -> None:
    """The old one is refused and that is told; the new one is read from the file without a restart."""
    old, new = _issued(kube, "old"), _issued(kube, "new")
    token_file.write_text(f"{old}\n", "utf-8")
    answer = diagnosed(slack, ana, scene, "rotated", "#rotated")
    assert kube.plane.ask("DELETE", f"{SPACE}/secrets/old")[0] == 200
    slack.wait_for(lambda: kube.plane.ask("GET", "/api", token=old)[0] == 401, 60, "the old token to be refused")
    seen = len(ana.whispers)
    ana.presses(answer, "Check again").acked()
    assert "refuses my credentials" in told(slack, ana, answer.thread_ts, seen, count=2)
    token_file.write_text(f"{new}\n", "utf-8")
    diagnosed(slack, ana, scene, "rotated", "#rotated-again")


def _issued(kube: Kube, name: str) -> str:
    """A token for the bot's service account, issued by the API server; it dies with the Secret of this name."""
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}}
    status, made = kube.plane.ask("POST", f"{SPACE}/secrets", secret)
    assert status == 201
    bound = {"apiVersion": "v1", "kind": "Secret", "name": name, "uid": made["metadata"]["uid"]}
    request = {
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "TokenRequest",
        "spec": {"audiences": None, "expirationSeconds": 3600, "boundObjectRef": bound},
    }
    status, made = kube.plane.ask("POST", f"{SPACE}/serviceaccounts/juicefs-bot/token", request)
    assert status == 201
    return str(made["status"]["token"])
