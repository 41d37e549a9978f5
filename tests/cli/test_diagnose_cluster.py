"""`juicefs-bot diagnose` in a process of its own against a real kube-apiserver, as the bot's own role and no more."""

import json
import subprocess
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.core.chain.asks import REQUESTS
from bot.edge.cluster.kinds import METRICS, TABLE
from bot.model.case import Strength
from tests.cli.running import run
from tests.cli.test_diagnose import body, refusal
from tests.control_plane.fixture import Kube
from tests.control_plane.server import BOT, BOT_USER, NOBODY
from tests.core.judging.diagnosing import FOLDER
from tests.edge.cluster.test_real_role import without
from tests.edge.cluster.test_real_server import crowd
from tests.scenes.scene import Scene, compose, load
from tests.scenes.shift import shifted

FILES = sorted(FOLDER.glob("*.yaml"))
LIKELY = {one.word for one in Strength if one >= Strength.LIKELY}


def show(kube: Kube, scene: Scene | str) -> Scene:
    """Make the cluster what a scene says, at this moment: the command takes the time from the clock."""
    scene = load(scene) if isinstance(scene, str) else scene
    return kube.show(shifted(scene, datetime.now(UTC)))


def diagnose(
    kube: Kube, *arguments: str, token: str = BOT, given: bytes = b"", **env: str
) -> "subprocess.CompletedProcess[bytes]":
    """The command, as the person of that token."""
    return run("diagnose", *arguments, "--kubeconfig", str(kube.plane.kubeconfig(token)), given=given, env=env)


def answer(kube: Kube, scene: Scene) -> Any:  # noqa: ANN401 - JSON of any form
    """What `--json` prints of the scene's pod, beside the text in its `expect`."""
    text = (scene.expect or {}).get("text", "")
    more = ("--text", "-") if text else ()
    return body(diagnose(kube, str(scene.pod), "--json", *more, given=text.encode()))


def check(found: Any, expect: Any) -> None:  # noqa: ANN401 - JSON of any form
    """The same expectations as without a server."""
    likely = [(one["case"], one["strength"]) for one in found["cases"] if one["strength"] in LIKELY]
    if "case" in expect:
        assert likely[0] == (expect["case"], expect["strength"])
        assert [case for case, _ in likely[1:]] == expect.get("also", [])
    else:
        assert likely == []
        assert found["outcome"] == expect["outcome"]
    assert all(one["for"] for one in found["cases"])


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_scene_is_judged_over_the_real_server(kube: Kube, file: Path) -> None:
    """What a person would see of each case, look-alike and trap: the scenes of the fast tests, from outside.

    What a scene forbids the bot's role does not grant while it is shown.
    """
    scene = show(kube, load(file))
    assert not scene.silent | scene.broken
    refused = [kind for kind in TABLE if kind.resource in scene.forbidden and kind.group != METRICS]
    with without(kube, *refused) if refused else nullcontext():
        found = answer(kube, scene)
    check(found, scene.expect)
    unread = {one["kind"] for one in found["unread"] if one["reason"] == "forbidden"}
    assert unread <= {kind.part.kind for kind in refused}
    assert bool(unread) is bool(refused)


def test_a_case_and_a_healthy_pod_over_the_real_server(kube: Kube) -> None:
    """One scene that is judged certain and one that is healthy, so that the quick run looks over the wire too."""
    tainted = show(kube, load(FOLDER / "waits-on-a-tainted-node.yaml"))
    check(answer(kube, tainted), tainted.expect)
    healthy = show(kube, "healthy")
    found = answer(kube, healthy)
    assert (found["outcome"], found["cases"], found["unread"]) == ("healthy", [], [])
    assert (found["pod"], found["node"], found["mode"]) == (str(healthy.pod), "node-b", "mount-pod")


def test_the_command_only_reads(kube: Kube) -> None:
    """The server's own audit log shows get and list, within the requests that a diagnosis may take."""
    scene = show(kube, "healthy")
    before = len(kube.plane.audit(BOT_USER))
    answer(kube, scene)
    asked = kube.plane.audit(BOT_USER)[before:]
    assert {entry["verb"] for entry in asked} == {"get", "list"}
    assert len(asked) <= REQUESTS
    assert {entry["responseStatus"]["code"] for entry in asked} == {200}


def test_a_pod_that_is_not_there_gets_near_names(kube: Kube) -> None:
    """One line that says so, with the names of that namespace that come near."""
    scene = show(kube, "healthy")
    said = refusal(diagnose(kube, "shop/orders-api-6d4f9c7b8-zzzzz"))
    assert f"Names near to it: {scene.pod.name}" in said
    assert "There is no namespace shpo" in refusal(diagnose(kube, "shpo/orders-api"))


def test_a_pod_that_may_not_be_read_is_said_to_be(kube: Kube) -> None:
    """One line that names the role to bind; an expired token is told as what it is."""
    scene = show(kube, "healthy")
    assert "Bind the role in deploy/base/rbac.yaml" in refusal(diagnose(kube, str(scene.pod), token=NOBODY))
    assert "token is expired or unknown" in refusal(diagnose(kube, str(scene.pod), token="expired-token"))


def test_a_frozen_server_is_given_up_at_the_deadline(kube: Kube) -> None:
    """The process is stopped with its connections open; the command ends with one line soon after its deadline."""
    scene = show(kube, "healthy")
    with kube.plane.frozen():
        assert "did not answer in time" in refusal(diagnose(kube, str(scene.pod), JUICEFS_BOT_DEADLINE="1"))


def test_no_secret_comes_out(kube: Kube) -> None:
    """Secrets planted in events, logs, options and environment values are nowhere in what is printed."""
    secret = "hunter2-Zx9Qw7"
    planted = {
        "base": "starting-client",
        "change": [
            {"of": "pv", "set": {"spec.mountOptions": [f"token={secret}"]}},
            {"of": "mount", "set": {"spec.containers[jfs-mount].env[+]": {"name": "META_PASSWORD", "value": secret}}},
        ],
        "events": [
            {"about": "app", "reason": "FailedMount", "message": f"Could not mount redis://:{secret}@redis:6379/1: x"},
            {"about": "mount", "reason": "Failed", "message": f"Error: AWS_SECRET_ACCESS_KEY={secret}"},
        ],
        "logs": {
            "csi/juicefs-plugin": f"E0504 02:19:40.0 7 x] <pv> redis://default:{secret}@redis.db:6379/1: refused\n"
        },
    }
    scene = show(kube, compose(planted))
    for lang in ("en", "zh"):
        for form in (("--json",), ()):
            done = diagnose(kube, str(scene.pod), "--lang", lang, *form)
            assert done.returncode == 0
            assert secret.encode() not in done.stdout + done.stderr


@pytest.mark.slow
def test_a_large_cluster_costs_the_same(kube: Kube, record_property: Callable[[str, object], None]) -> None:
    """5,000 other pods and 2,000 PVs: the same answer, and as many requests but for the pages of the PVs."""
    scene = show(kube, "healthy")
    small = answer(kube, scene)
    kube.filler.put(crowd(scene, 5000, 2000))
    before, started = len(kube.plane.audit(BOT_USER)), time.monotonic()
    found = answer(kube, scene)
    record_property("seconds", round(time.monotonic() - started, 2))
    record_property("requests", len(kube.plane.audit(BOT_USER)) - before)
    kept = {"findings", "cases", "outcome", "unread"}
    assert {key: found[key] for key in kept} == {key: small[key] for key in kept}
    assert len(kube.plane.audit(BOT_USER)) - before <= REQUESTS


def test_what_is_printed_is_json_and_nothing_else(kube: Kube) -> None:
    """A script can read standard output as it is."""
    scene = show(kube, "healthy")
    assert json.loads(diagnose(kube, str(scene.pod), "--json").stdout)["pod"] == str(scene.pod)
