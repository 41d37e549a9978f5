"""Rights as a real API server tells them: the bot's role, an administrator, nobody, and reading by namespace."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from bot.core.checkup.cluster import cluster_lines
from bot.edge.cluster.connect import Access, Cluster, connect, contexts
from bot.edge.cluster.kinds import TABLE
from bot.edge.cluster.rights import FORBIDDEN, NEEDED, look_at_rights
from bot.edge.cluster.take import take_snapshot
from bot.edge.cluster.wire import Reply, Request
from bot.errors import ClusterError
from bot.model.checkup import EVERYWHERE, ClusterFacts, Level, Reached, Right
from bot.model.snapshot import Json, Part, Reason, Unread
from tests.control_plane.fixture import Kube
from tests.control_plane.server import ADMIN, BOT, BOT_USER, NOBODY
from tests.scenes.take import unchanged

BINDINGS = "/apis/rbac.authorization.k8s.io/v1/namespaces/{}/rolebindings"
ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterroles"
NAMESPACED = Path(__file__).parents[3] / "deploy" / "components" / "namespaced"


def facts(kube: Kube, token: str, *namespaces: str) -> ClusterFacts:
    """What the server says of the person of that token."""
    cluster = connect(Access(kubeconfig=kube.plane.kubeconfig(token)), 10, {})
    return look_at_rights(cluster, namespaces, 30)


def levels(found: ClusterFacts) -> list[Level]:
    """The levels of reachable, reads, and beyond."""
    return [line.level for line in cluster_lines(found)]


def test_the_role_is_neither_too_little_nor_too_much(kube: Kube) -> None:
    """deploy/base/rbac.yaml grants every read everywhere and nothing that the doctor fears."""
    found = facts(kube, BOT)
    assert set(found.needed.values()) == {(EVERYWHERE,)}
    assert found.needless == {}
    assert found.unanswered == 0
    assert levels(found) == [Level.OK, Level.OK, Level.OK]


def test_an_administrators_kubeconfig_is_told_for_what_it_is(kube: Kube) -> None:
    """Everything that must not be granted is seen to be granted."""
    found = facts(kube, ADMIN)
    assert found.needless == dict.fromkeys(FORBIDDEN, (EVERYWHERE,))
    assert levels(found) == [Level.OK, Level.OK, Level.FAILED]


def test_an_account_without_rights_reads_nothing(kube: Kube) -> None:
    """It is known to the server, but each read is missing."""
    found = facts(kube, NOBODY)
    assert set(found.needed.values()) == {()}
    assert levels(found) == [Level.OK, Level.FAILED, Level.OK]


def test_wrong_credentials_are_refused(kube: Kube) -> None:
    """A token that the server does not know."""
    assert facts(kube, "stale").answer == Reached(reached=True, refused="HTTP 401")


def test_a_server_that_does_not_answer_is_not_reached(kube: Kube) -> None:
    """Stopped in its tracks: the doctor does not wait longer than it said."""
    cluster = connect(Access(kubeconfig=kube.plane.kubeconfig(BOT)), 10, {})
    with kube.plane.frozen():
        assert not look_at_rights(cluster, (), 1).answer.reached


def test_what_has_no_answer_is_not_called_well(kube: Kube) -> None:
    """A server that falls silent after the first question: neither that reads are granted nor that Secrets are not."""
    real, asked = connect(Access(kubeconfig=kube.plane.kubeconfig(BOT)), 10, {}), [0]

    def send(request: Request, deadline: float) -> Reply | Unread:
        asked[0] += 1
        return real.send(request, deadline) if asked[0] == 1 else Unread(Reason.TIMEOUT)

    found = look_at_rights(Cluster("tests", send), ("default",), 30)
    assert found.unanswered == 2 * len((*NEEDED, *FORBIDDEN))
    assert levels(found) == [Level.OK, Level.WARNING, Level.WARNING]


def test_secrets_of_one_namespace_are_seen_too(kube: Kube) -> None:
    """A Role that lets the bot read Secrets beside the driver shows, with the namespace, and only where it holds."""
    rules = [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]
    roles = BINDINGS.format("kube-system").replace("rolebindings", "roles")
    assert kube.plane.ask("POST", roles, {"metadata": {"name": "leak"}, "rules": rules})[0] == 201
    bound = {**_binding("leak"), "roleRef": {**_binding("leak")["roleRef"], "kind": "Role"}}
    assert kube.plane.ask("POST", BINDINGS.format("kube-system"), bound)[0] == 201
    try:
        found = next(one for _ in range(200) if (one := facts(kube, BOT, "default", "kube-system")).needless)
    finally:
        kube.plane.ask("DELETE", f"{BINDINGS.format('kube-system')}/juicefs-bot")
        kube.plane.ask("DELETE", f"{roles}/leak")
    assert found.needless == {Right("get", "", "secrets"): ("kube-system",)}
    assert levels(found) == [Level.OK, Level.OK, Level.FAILED]


def test_reading_by_namespace_is_seen_as_such(kube: Kube) -> None:
    """With the component `namespaced`, pods are read in the bound namespaces, volumes everywhere, nothing elsewhere."""
    with by_namespace(kube, "default"):
        found = facts(kube, BOT, "default", "shop")
        places = {right.resource: places for right, places in found.needed.items()}
        assert places["pods"] == ("default",)
        assert places["persistentvolumes"] == (EVERYWHERE,)
        assert all(found.needed.values())
        assert levels(found) == [Level.OK, Level.OK, Level.OK]
        assert not all(facts(kube, BOT, "shop").needed.values())


def test_a_pod_is_diagnosed_with_rights_in_two_namespaces(kube: Kube) -> None:
    """With the component for the driver's namespace and the pod's, only what lies elsewhere is unread, and said so."""
    scene = kube.show("healthy")
    with by_namespace(kube, scene.pod.namespace, "kube-system"):
        access = Access(kubeconfig=kube.plane.kubeconfig(BOT), driver_namespace="kube-system")
        taken = take_snapshot(
            scene.pod,
            context="",
            taken_at=scene.now,
            send=connect(access, 10, {}).send,
            redact=unchanged,
            seconds=60,
        )
    assert {(ask.part, gap.reason) for ask, gap in taken.gaps()} == {(Part.NODE_PODS, Reason.FORBIDDEN)}
    for read in (taken.csi_node_pods, taken.daemon_sets, taken.controller_pods, taken.bound_mount_pods):
        assert not isinstance(read, Unread)
        assert read


@contextmanager
def by_namespace(kube: Kube, *namespaces: str) -> Iterator[None]:
    """The component applied for some namespaces, and taken back."""
    wide, inside = (_document(name) for name in ("cluster-wide", "role"))
    (before,) = [one for one in _base() if one["kind"] == "ClusterRole"]
    assert kube.plane.ask("POST", ROLES, inside)[0] == 201
    for namespace in namespaces:
        kube.plane.ask("POST", "/api/v1/namespaces", {"metadata": {"name": namespace}})
        assert kube.plane.ask("POST", BINDINGS.format(namespace), _binding(inside["metadata"]["name"]))[0] == 201
    assert kube.plane.ask("PUT", f"{ROLES}/juicefs-bot", wide)[0] == 200
    _await(kube, namespaces)
    try:
        yield
    finally:
        kube.plane.ask("PUT", f"{ROLES}/juicefs-bot", before)
        for namespace in namespaces:
            kube.plane.ask("DELETE", f"{BINDINGS.format(namespace)}/juicefs-bot")
        kube.plane.ask("DELETE", f"{ROLES}/{inside['metadata']['name']}")
        _await(kube, (EVERYWHERE,))


def _binding(role: str) -> Json:
    return {
        "metadata": {"name": "juicefs-bot"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
        "subjects": [{"kind": "ServiceAccount", "name": "juicefs-bot", "namespace": "juicefs-bot"}],
    }


def _document(name: str) -> Json:
    found: Json = yaml.safe_load((NAMESPACED / f"{name}.yaml").read_text("utf-8"))
    return found


def _base() -> list[Json]:
    return list(yaml.safe_load_all((NAMESPACED.parents[1] / "base" / "rbac.yaml").read_text("utf-8")))


def _await(kube: Kube, places: tuple[str, ...]) -> None:
    """Until the server's authorizer has seen the roles."""
    for _attempt in range(200):
        found = {right.resource: allowed for right, allowed in facts(kube, BOT, *places).needed.items()}
        if found["pods"] == found["configmaps"] == places:
            return
    raise AssertionError("the roles did not come into force")


def test_every_row_of_the_table_is_asked_for() -> None:
    """A new kind to read is looked at by the doctor without another line."""
    assert {(right.verb, right.group, right.resource) for right in NEEDED} == {
        (kind.verb, kind.group, kind.resource) for kind in TABLE
    }
    assert not set(NEEDED) & set(FORBIDDEN)


def test_nothing_but_self_reviews_was_posted(kube: Kube) -> None:
    """The audit log has the reviews, and no other write."""
    facts(kube, BOT)
    written = [entry for entry in kube.plane.audit(BOT_USER) if entry["verb"] not in {"get", "list"}]
    assert written
    assert {entry["objectRef"]["resource"] for entry in written} <= {
        "selfsubjectaccessreviews",
        "selfsubjectrulesreviews",
    }


def test_the_contexts_are_those_of_the_kubeconfig_that_are_allowed(kube: Kube, tmp_path: Path) -> None:
    """All of them, or those of the setting; inside a cluster its own, without a name; nowhere none."""
    access = Access(kubeconfig=kube.plane.kubeconfig(BOT))
    assert contexts(access, {}) == ("tests",)
    assert contexts(Access(kubeconfig=access.kubeconfig, allowed=frozenset({"other"})), {}) == ()
    assert contexts(Access(), {"KUBERNETES_SERVICE_HOST": "10.0.0.1"}) == ("",)
    with pytest.raises(ClusterError, match="kubeconfig cannot be read"):
        contexts(Access(kubeconfig=tmp_path / "missing"), {})
