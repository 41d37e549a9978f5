"""The bot's reading against a real kube-apiserver, as a user who has deploy/base/rbac.yaml and nothing else."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest

from bot.edge.cluster.connect import Access, connect
from bot.edge.cluster.take import take_snapshot
from bot.edge.cluster.wire import Reply, Request
from bot.errors import ClusterError
from bot.model.snapshot import Json, PodRef, Reason, Unread
from tests.control_plane.fixture import Kube
from tests.control_plane.server import BOT, BOT_USER, NOBODY
from tests.edge.cluster.asking import sending, take
from tests.scenes.scene import Scene, compose, load
from tests.scenes.take import snapshot_of, unchanged

DRIES = {
    "Namespace": "/api/v1/namespaces",
    "PersistentVolume": "/api/v1/persistentvolumes",
    "Node": "/api/v1/nodes",
    "Pod": "/api/v1/namespaces/{}/pods",
    "PersistentVolumeClaim": "/api/v1/namespaces/{}/persistentvolumeclaims",
    "ConfigMap": "/api/v1/namespaces/{}/configmaps",
    "Event": "/api/v1/namespaces/{}/events",
    "DaemonSet": "/apis/apps/v1/namespaces/{}/daemonsets",
    "Lease": "/apis/coordination.k8s.io/v1/namespaces/{}/leases",
    "StorageClass": "/apis/storage.k8s.io/v1/storageclasses",
    "CSIDriver": "/apis/storage.k8s.io/v1/csidrivers",
    "CSINode": "/apis/storage.k8s.io/v1/csinodes",
}


def lacks(found: Any, wanted: Any, path: str = "") -> list[str]:  # noqa: ANN401 - JSON of any form
    """Where *found* has not what *wanted* says; what the server adds (defaults, null times) does not count."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return [miss for key in wanted for miss in lacks(found.get(key), wanted[key], f"{path}.{key}")]
    if isinstance(wanted, list | tuple) and isinstance(found, list | tuple) and len(wanted) == len(found):
        return [
            miss
            for n, (one, other) in enumerate(zip(found, wanted, strict=True))
            for miss in lacks(one, other, f"{path}[{n}]")
        ]
    return [] if found == wanted else [f"{path}: {found!r} is not {wanted!r}"]


@pytest.mark.parametrize("name", ["healthy", "injected"])
def test_the_bots_role_reads_a_scene_as_it_is(kube: Kube, name: str) -> None:
    """The RBAC-only user gets every question answered, and each answer has all that the scene says."""
    scene = kube.show(name)
    wanted, found = snapshot_of(scene), take(kube, scene.pod)
    assert found.gaps() == ()
    assert set(found.answers) == set(wanted.answers)
    misses = {ask: lacks(found.answers[ask], answer) for ask, answer in wanted.answers.items()}
    dropped = {".spec.initContainers[0].restartPolicy: None is not 'Always'"}  # 1.20 does not know native sidecars
    assert {ask: miss for ask, miss in misses.items() if set(miss) - {f"[0]{one}" for one in dropped}} == {}


def test_the_scenes_are_valid_objects(kube: Kube) -> None:
    """The API server itself accepts every object of the healthy scene (a dry run, as the administrator)."""
    kube.show("healthy")
    for thing in load("healthy").objects:
        fresh = deepcopy(dict(thing))
        fresh["metadata"] = {k: v for k, v in thing["metadata"].items() if k not in {"uid", "creationTimestamp"}}
        fresh["metadata"]["name"] += "-dry" if thing["kind"] != "CSIDriver" else ".dry"
        path = DRIES[thing["kind"]].format(thing["metadata"].get("namespace", ""))
        status, body = kube.plane.ask("POST", f"{path}?dryRun=All", fresh)
        assert status == 201, body.get("message")


def test_a_user_without_rights_is_told_so(kube: Kube) -> None:
    """Who may not read the pod gets one sentence that names the role."""
    scene = kube.show("healthy")
    with pytest.raises(ClusterError, match=r"not allowed to read the pod .* Bind the role in deploy/base/rbac\.yaml"):
        take(kube, scene.pod, NOBODY)


def test_an_expired_token_is_told_so(kube: Kube) -> None:
    """401 is neither missing nor forbidden: the credentials are refused."""
    scene = kube.show("healthy")
    with pytest.raises(ClusterError, match="expired or unknown"):
        take(kube, scene.pod, "expired-token")


def test_a_pod_that_is_not_there_gets_near_names(kube: Kube) -> None:
    """The names come from a list of the namespace's names alone, which the bot's role allows."""
    scene = kube.show("healthy")
    with pytest.raises(ClusterError, match=f"Names near to it: {scene.pod.name}"):
        take(kube, PodRef("shop", "orders-api-6d4f9c7b8-zzzzz"))
    with pytest.raises(ClusterError, match="no namespace shpo"):
        take(kube, PodRef("shpo", scene.pod.name))


def test_a_frozen_server_is_given_up_at_the_deadline(kube: Kube) -> None:
    """The process is stopped with its connections open; the answer goes out at the deadline."""
    scene = kube.show("healthy")
    with kube.plane.frozen(), pytest.raises(ClusterError, match="did not answer in time"):
        take(kube, scene.pod, seconds=0.5)


def test_a_server_that_freezes_half_way_leaves_what_was_read(kube: Kube) -> None:
    """What was read before is there; what was under way is unread: timeout; nothing is made up."""
    scene = kube.show("healthy")
    send = sending(kube)
    freeze = kube.plane.frozen()
    frozen: list[str] = []

    def freezing(request: Request, deadline: float) -> Reply | Unread:
        if "/nodes/" in request.path and not frozen:
            frozen.append(request.path)
            freeze.__enter__()
        return send(request, deadline)

    try:
        snapshot = take_snapshot(
            scene.pod, context="", taken_at=scene.now, send=freezing, redact=unchanged, seconds=1.5
        )
    finally:
        freeze.__exit__(None, None, None)
    assert Reason.TIMEOUT in {gap.reason for _ask, gap in snapshot.gaps()}
    assert snapshot.node == Unread(Reason.TIMEOUT)
    assert snapshot.pod["metadata"]["name"] == scene.pod.name


def test_previous_logs_and_tails_come_from_the_kubelet(kube: Kube) -> None:
    """The log before the last restart is a log of its own; a log is its newest lines."""
    long = "".join(f"2026/05/04 02:10:08.{n:06} juicefs[7] <INFO>: line {n}\n" for n in range(3000))
    restarted = {"status.containerStatuses[jfs-mount].restartCount": 1}
    logs = {"mount/jfs-mount": long, "mount/jfs-mount#previous": "panic: out of memory\n"}
    scene = kube.show(compose({"base": "healthy", "change": [{"of": "mount", "set": restarted}], "logs": logs}))
    snapshot = take(kube, scene.pod)
    mount = scene.get("mount")["metadata"]["name"]
    assert snapshot.log("kube-system", mount, "jfs-mount", previous=True) == "panic: out of memory\n"
    tail = snapshot.log("kube-system", mount, "jfs-mount")
    assert isinstance(tail, str)
    assert tail.splitlines()[-1].endswith("line 2999")
    assert len(tail.splitlines()) == 500


def crowd(scene: Scene, pods: int, volumes: int) -> Iterator[Json]:
    """Other people's pods on other nodes, and their volumes."""
    pod, volume = scene.get("web"), scene.get("pv")
    for number in range(pods):
        metadata = {**pod["metadata"], "name": f"crowd-{number}", "namespace": "crowd", "uid": f"crowd-pod-{number}"}
        yield {**pod, "metadata": metadata, "spec": {**pod["spec"], "nodeName": f"node-{number % 200}"}}
    for number in range(volumes):
        csi = {**volume["spec"]["csi"], "volumeHandle": f"handle-{number}"}
        metadata = {"name": f"crowd-{number}", "uid": f"crowd-volume-{number}"}
        yield {**volume, "metadata": metadata, "spec": {**volume["spec"], "csi": csi}}


@pytest.mark.slow
def test_a_large_cluster_costs_no_more_requests(kube: Kube, record_property: Callable[[str, object], None]) -> None:
    """5,000 other pods and 2,000 PVs: as many requests as in the small cluster, but for the pages of the PVs."""
    scene = kube.show("healthy")
    small = len(kube.plane.audit(BOT_USER))
    take(kube, scene.pod)
    small = len(kube.plane.audit(BOT_USER)) - small
    kube.filler.put(crowd(scene, 5000, 2000))
    before, started = len(kube.plane.audit(BOT_USER)), time.monotonic()
    snapshot = take(kube, scene.pod)
    seconds = time.monotonic() - started
    large = len(kube.plane.audit(BOT_USER)) - before
    record_property("requests", large)
    record_property("seconds", round(seconds, 2))
    assert snapshot.gaps() == ()
    assert not isinstance(snapshot.all_volumes, Unread)
    assert len(snapshot.all_volumes) == 2001
    assert large - small == 4  # 2,001 PVs are five pages instead of one
    assert large <= 30


def test_a_kubeconfig_that_skips_verification_works_without_a_word(kube: Kube) -> None:
    """Insecure-skip-tls-verify is the person's choice; no library prints a warning for each request."""
    scene = kube.show("healthy")
    path = kube.plane.kubeconfig(BOT)
    config = json.loads(path.read_text("utf-8"))
    config["clusters"][0]["cluster"] = {"server": kube.plane.url, "insecure-skip-tls-verify": True}
    insecure = path.with_name("insecure.kubeconfig")
    insecure.write_text(json.dumps(config), "utf-8")
    send = connect(Access(kubeconfig=insecure), 10, {}).send
    found = take_snapshot(scene.pod, context="", taken_at=scene.now, send=send, redact=unchanged)
    assert found.gaps() == ()
