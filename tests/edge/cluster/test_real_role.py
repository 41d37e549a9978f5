"""What the role allows, told by a real API server: reading, for each kind of its own, and nothing else."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest

from bot.edge.cluster.guard import WriteRefusedError
from bot.edge.cluster.kinds import TABLE, Kind
from bot.edge.cluster.wire import Request
from bot.model.snapshot import Json, Part, Reason
from tests.control_plane.fixture import Kube, role_documents
from tests.control_plane.server import ADMIN, BOT, BOT_USER
from tests.edge.cluster.asking import sending, take
from tests.scenes.take import snapshot_of

ROLE = "/apis/rbac.authorization.k8s.io/v1/clusterroles/juicefs-bot"
REVIEW = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
RULES = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"


@contextmanager
def without(kube: Kube, *kinds: Kind) -> Iterator[None]:
    """The bot's role without some resources; only the verb that each kind is read with."""
    (role,) = [document for document in role_documents() if document["kind"] == "ClusterRole"]
    less = deepcopy(dict(role))
    less["rules"] = [rule for one in role["rules"] for rule in _split(one, kinds)]
    _set_role(kube, less, kinds[-1], allowed=False)
    try:
        yield
    finally:
        _set_role(kube, role, kinds[-1], allowed=True)


def _split(rule: Json, kinds: tuple[Kind, ...]) -> Iterator[Json]:
    """A rule for each of its resources and verbs but those that are taken away."""
    taken = [([kind.group], kind.resource, kind.verb) for kind in kinds]
    for resource in rule["resources"]:
        for verb in rule["verbs"]:
            if (rule["apiGroups"], resource, verb) not in taken:
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
