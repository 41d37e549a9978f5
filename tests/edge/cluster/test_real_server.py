"""The bot's reading against a real kube-apiserver, as a user who has deploy/rbac.yaml and nothing else."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest

from bot.edge.cluster.connect import Access, connect
from bot.edge.cluster.guard import WriteRefusedError
from bot.edge.cluster.kinds import TABLE, Kind
from bot.edge.cluster.take import take_snapshot
from bot.edge.cluster.wire import Reply, Request, Transport
from bot.errors import ClusterError
from bot.model.snapshot import Json, Part, PodRef, Reason, Snapshot, Unread
from tests.control_plane.fixture import Kube, role_documents
from tests.control_plane.server import ADMIN, BOT, BOT_USER, NOBODY
from tests.scenes.scene import Scene, compose, load
from tests.scenes.take import snapshot_of, unchanged

ROLE = "/apis/rbac.authorization.k8s.io/v1/clusterroles/juicefs-bot"
REVIEW = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
RULES = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"

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


def sending(kube: Kube, token: str = BOT) -> Transport:
    """The bot's own way to send requests, as the person of that token."""
    return connect(Access(kubeconfig=kube.plane.kubeconfig(token)), 10, {}).send


def take(kube: Kube, pod: PodRef, token: str = BOT, seconds: float = 60.0) -> Snapshot:
    """A snapshot of the running server."""
    taken_at = load("healthy").now
    send = sending(kube, token)
    return take_snapshot(pod, context="", taken_at=taken_at, send=send, redact=unchanged, seconds=seconds)


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


@contextmanager
def without(kube: Kube, kind: Kind) -> Iterator[None]:
    """The bot's role without one resource; only the verb that the kind is read with."""
    (role,) = [document for document in role_documents() if document["kind"] == "ClusterRole"]
    less = deepcopy(dict(role))
    less["rules"] = [rule for one in role["rules"] for rule in _split(one, kind)]
    _set_role(kube, less, kind, allowed=False)
    try:
        yield
    finally:
        _set_role(kube, role, kind, allowed=True)


def _split(rule: Json, kind: Kind) -> Iterator[Json]:
    """A rule for each of its resources and verbs but the one that is taken away."""
    for resource in rule["resources"]:
        for verb in rule["verbs"]:
            if (rule["apiGroups"], resource, verb) != ([kind.group], kind.resource, kind.verb):
                yield {**rule, "resources": [resource], "verbs": [verb]}


def _set_role(kube: Kube, role: Json, kind: Kind, *, allowed: bool) -> None:
    """Write the role, and wait until the API server's authorizer has seen it."""
    status, _body = kube.plane.ask("PUT", ROLE, role)
    assert status == 200
    resource, _, below = kind.resource.partition("/")
    attributes = {"verb": kind.verb, "group": kind.group, "resource": resource, "subresource": below}
    if kind.names:
        attributes["name"] = kind.names[0]
    review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview"}
    review |= {"spec": {"resourceAttributes": attributes}}  # type: ignore[dict-item]  # JSON
    for _attempt in range(200):
        if kube.plane.ask("POST", REVIEW, review, BOT)[1]["status"]["allowed"] is allowed:
            return
        time.sleep(0.02)
    raise AssertionError(f"the role did not come into force for {kind.resource}")


READ_IN_HEALTHY = {ask.part for ask in snapshot_of("healthy").answers}


@pytest.mark.parametrize(
    "kind", [kind for kind in TABLE if kind.part in READ_IN_HEALTHY and kind.part is not Part.POD], ids=lambda k: k.part
)
def test_403_on_a_kind_is_unread_for_that_kind_alone(kube: Kube, kind: Kind) -> None:
    """A role that lacks one right leaves exactly what hangs on that right unread, and says forbidden."""
    scene = kube.show("healthy")
    with without(kube, kind):
        snapshot = take(kube, scene.pod)
    hit = {row.part for row in TABLE if (row.group, row.resource, row.verb) == (kind.group, kind.resource, kind.verb)}
    assert {ask.part for ask, _gap in snapshot.gaps()} == hit & {ask.part for ask in snapshot.answers}
    assert {gap.reason for _ask, gap in snapshot.gaps()} == {Reason.FORBIDDEN}


def test_a_user_without_rights_is_told_so(kube: Kube) -> None:
    """Who may not read the pod gets one sentence that names the role."""
    scene = kube.show("healthy")
    with pytest.raises(ClusterError, match=r"not allowed to read the pod .* Bind the role in deploy/rbac\.yaml"):
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


def test_the_role_allows_nothing_that_changes_or_enters(kube: Kube) -> None:
    """The API server itself says no to every write, to Secrets, and to every way into a container."""
    verbs = ["create", "update", "patch", "delete", "deletecollection", "watch", "impersonate", "bind", "escalate"]
    questions = [(verb, "", "pods", "") for verb in verbs]
    questions += [("get", "", "secrets", ""), ("list", "", "secrets", ""), ("get", "", "configmaps", "")]
    questions += [
        (verb, "", "pods", below) for verb in ("get", "create") for below in ("exec", "attach", "portforward", "proxy")
    ]
    questions += [("get", "", "nodes", "proxy"), ("create", "", "serviceaccounts", "token"), ("*", "*", "*", "")]
    for verb, group, resource, below in questions:
        attributes = {"verb": verb, "group": group, "resource": resource, "subresource": below}
        review = {
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SelfSubjectAccessReview",
            "spec": {"resourceAttributes": attributes},
        }
        status, body = kube.plane.ask("POST", REVIEW, review, BOT)
        assert (status, body["status"]["allowed"]) == (201, False), (verb, resource, below)


def test_the_servers_own_list_of_rights_is_complete_and_read_only(kube: Kube) -> None:
    """SelfSubjectRulesReview lists get and list, and otherwise only the right to ask about oneself."""
    review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview", "spec": {"namespace": "shop"}}
    _status, body = kube.plane.ask("POST", RULES, review, BOT)
    assert body["status"]["incomplete"] is False
    for rule in body["status"]["resourceRules"]:
        about_itself = all(resource.startswith("selfsubject") for resource in rule["resources"])
        assert set(rule["verbs"]) <= {"get", "list"} or about_itself, rule


def test_the_audit_log_shows_only_reads(kube: Kube) -> None:
    """Every request that the bot's client sent in this session was get, list or a self-review, and named no Secret."""
    scene = kube.show("healthy")
    take(kube, scene.pod)
    entries = kube.plane.audit(BOT_USER)
    assert len(entries) >= 20
    for entry in entries:
        asked = entry["objectRef"]
        review = asked["resource"].startswith("selfsubject")
        assert entry["verb"] in {"get", "list"} or (entry["verb"] == "create" and review), entry
        assert asked["resource"] != "secrets"
        assert asked.get("subresource", "log") == "log"


def test_the_guard_holds_even_for_an_administrator(kube: Kube) -> None:
    """With a kubeconfig that may do everything, writes and exec are refused before the server hears of them."""
    scene = kube.show("healthy")
    send = sending(kube, ADMIN)
    before = len(kube.plane.audit("admin"))
    pod = f"/api/v1/namespaces/{scene.pod.namespace}/pods/{scene.pod.name}"
    for path in (f"{pod}/exec", f"{pod}/proxy", "/api/v1/namespaces/kube-system/secrets", "/api/v1/nodes/node-b/proxy"):
        with pytest.raises(WriteRefusedError):
            send(Request(path), time.monotonic() + 10)
    assert len(kube.plane.audit("admin")) == before


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
