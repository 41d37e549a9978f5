"""One question and its answer: what is kept of an object, what is dropped, and what a reply means."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from bot.edge.cluster.answers import answer
from bot.edge.cluster.kinds import KEPT_LOG_BYTES, KINDS, TABLE, path_of, query_of
from bot.edge.cluster.wire import Reply, Request, Transport
from bot.model.snapshot import Ask, Json, Part, Reason, Unread
from bot.model.text import RawText, Redacted, SafeText
from tests.scenes.take import unchanged

SECRET = "hunter2-Very-Secret"
LOG = Ask(Part.LOG, "kube-system", "juicefs-csi-node-8rd96", "juicefs-plugin")


def sending(body: object, status: int = 200) -> Transport:
    """A transport that always answers the same."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda request, deadline: Reply(status, raw)  # noqa: ARG005 - a transport's signature


def asked(ask: Ask, body: object, status: int = 200) -> Any:  # noqa: ANN401 - objects, text or Unread
    """The answer to a question when the server says *body*."""
    return answer(ask, sending(body, status), unchanged, 0)


def one(part: Part, thing: Json) -> Any:  # noqa: ANN401 - JSON
    """What is kept of an object that is read by name."""
    return asked(Ask(part, "shop", "x"), thing)[0]


def listed(part: Part, *things: Json) -> Any:  # noqa: ANN401 - JSON
    """What is kept of a list."""
    return asked(Ask(part, name="node-b"), {"kind": "XList", "apiVersion": "v1", "items": list(things)})


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (403, "forbidden"),
        (404, "not-found"),
        (401, "error"),
        (408, "timeout"),
        (504, "timeout"),
        (500, "error"),
        (429, "error"),
    ],
)
def test_each_status_has_its_reason(status: int, reason: str) -> None:
    """Forbidden, missing and late are told apart; the rest is an error with its status."""
    assert asked(Ask(Part.NODE, name="node-b"), {}, status) == Unread(Reason(reason), f"HTTP {status}")
    assert asked(LOG, b"", status) == Unread(Reason(reason), f"HTTP {status}")


def test_a_list_is_never_missing() -> None:
    """404 on a list means that the server does not know the kind; that says nothing about objects."""
    assert asked(Ask(Part.JOBS, "kube-system"), {}, 404) == Unread(Reason.ERROR, "not served")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b'"x"', b"null", b"[" * 100_000])
def test_a_body_that_is_no_object_is_an_error(body: bytes) -> None:
    """Whatever comes with status 200 is looked at before it is believed."""
    assert asked(Ask(Part.NODE, name="node-b"), body).reason is Reason.ERROR


def test_a_name_that_is_none_is_never_sent() -> None:
    """Names come from objects too; one that could change the path ends the question."""

    def send(request: Request, deadline: float) -> Reply | Unread:
        raise AssertionError(f"{request} was sent before {deadline}")

    for name in ("../secrets/x", "a/b", "A", "a?watch=true", "a b", "x" * 300):
        assert answer(Ask(Part.VOLUME, name=name), send, unchanged, 0) == Unread(Reason.ERROR, "not a Kubernetes name")


def test_a_list_is_sorted_and_typed() -> None:
    """Items get the kind that lists leave out, and stand by namespace and name."""
    pods = [{"metadata": {"name": name, "namespace": "b"}} for name in ("z", "a")]
    found = asked(Ask(Part.CONTROLLER_PODS), {"kind": "PodList", "apiVersion": "v1", "items": pods})
    assert [(pod["kind"], pod["metadata"]["name"]) for pod in found] == [("Pod", "a"), ("Pod", "z")]


def test_bookkeeping_is_dropped() -> None:
    """A copy of the object in managedFields or in an annotation would hold every secret twice."""
    noted = {"kubectl.kubernetes.io/last-applied-configuration": "{}", "pv.kubernetes.io/bind-completed": "yes"}
    claim = {"metadata": {"name": "x", "managedFields": [{}], "annotations": noted}}
    assert one(Part.CLAIM, claim)["metadata"] == {
        "name": "x",
        "annotations": {"pv.kubernetes.io/bind-completed": "yes"},
    }


def test_an_applications_commands_and_variables_are_not_kept() -> None:
    """Of a container that is not JuiceFS' only what mounting needs is kept; its sidecar keeps its command."""
    foreign: dict[str, object] = {
        "name": "api",
        "image": "i",
        "command": ["run", SECRET],
        "args": [SECRET],
        "env": [{"name": "A", "value": SECRET}],
    }
    foreign |= {"lifecycle": {"preStop": {"exec": {"command": [SECRET]}}}, "volumeMounts": [{"name": "data"}]}
    sidecar = {"name": "jfs-mount", "command": ["sh", "-c", "mount"], "env": [{"name": "JFS_FOREGROUND", "value": "1"}]}
    pod = {
        "metadata": {"name": "x", "annotations": {"vault/x": SECRET, "juicefs-a": "b"}},
        "spec": {"containers": [foreign, sidecar]},
    }
    kept = one(Part.POD, pod)
    assert SECRET not in json.dumps(kept)
    assert kept["spec"]["containers"] == [{"name": "api", "image": "i", "volumeMounts": [{"name": "data"}]}, sidecar]
    assert kept["metadata"]["annotations"] == {"juicefs-a": "b"}


def test_of_the_drivers_variables_only_known_ones_keep_their_value() -> None:
    """Mount Pods may carry credentials as plain variables; the name stays, the value goes."""
    variables = [
        {"name": "JFS_SUPER_COMM", "value": "/tmp/x.sock"},
        {"name": "AWS_SECRET_ACCESS_KEY", "value": SECRET},
        {"name": "JFS_RSA_PASSPHRASE", "value": SECRET},
        {"name": "metaurl", "valueFrom": {"secretKeyRef": {"name": "juicefs-x-secret", "key": "metaurl"}}},
    ]
    pod = {"metadata": {"name": "m"}, "spec": {"containers": [{"name": "jfs-mount", "env": variables}]}}
    kept = listed(Part.MOUNT_PODS, pod)[0]["spec"]["containers"][0]["env"]
    assert kept == [
        variables[0],
        {"name": "AWS_SECRET_ACCESS_KEY"},
        {"name": "JFS_RSA_PASSPHRASE", "value": "[hidden]"},
        variables[3],
    ]


def test_a_neighbour_is_known_by_what_it_asks_for() -> None:
    """Pods of strangers on the node show their requests and how they fare, and nothing of what they run."""
    container = {"name": "c", "image": SECRET, "command": [SECRET], "resources": {"requests": {"cpu": "1"}}}
    pod = {
        "metadata": {"name": "p", "namespace": "n", "annotations": {"a": SECRET}},
        "spec": {"priority": 5, "containers": [container]},
    }
    kept = listed(Part.NODE_PODS, {**pod, "status": {"phase": "Failed", "reason": "Preempting", "hostIP": "1.2.3.4"}})[
        0
    ]
    assert kept["spec"] == {"priority": 5, "containers": [{"name": "c", "resources": {"requests": {"cpu": "1"}}}]}
    assert kept["status"] == {"phase": "Failed", "reason": "Preempting"}
    assert SECRET not in json.dumps(kept)


def test_a_nodes_bulk_is_dropped() -> None:
    """Image lists make a node's object ten times as large, and its addresses are nobody's business."""
    status = {
        "images": [{}],
        "addresses": [{}],
        "daemonEndpoints": {},
        "nodeInfo": {"kubeletVersion": "v1.28.9"},
        "conditions": [],
    }
    noted = {"csi.volume.kubernetes.io/nodeid": "{}", "flannel": "x"}
    kept = one(
        Part.NODE, {"metadata": {"name": "node-b", "annotations": noted}, "spec": {"taints": []}, "status": status}
    )
    assert kept["status"] == {"nodeInfo": {"kubeletVersion": "v1.28.9"}, "conditions": []}
    assert kept["metadata"]["annotations"] == {"csi.volume.kubernetes.io/nodeid": "{}"}


def test_only_juicefs_own_webhooks_and_daemon_sets_are_kept() -> None:
    """Other products' objects are dropped, certificates too."""
    hook = {
        "name": "sidecar.inject.juicefs.com",
        "clientConfig": {"caBundle": "Zm9v", "service": {"namespace": "kube-system"}},
    }
    ours = {"metadata": {"name": "a"}, "webhooks": [hook]}
    kept = listed(Part.WEBHOOKS, ours, {"metadata": {"name": "istio"}, "webhooks": [{"name": "x"}]})
    assert [one["metadata"]["name"] for one in kept] == ["a"]
    assert kept[0]["webhooks"][0]["clientConfig"] == {"service": {"namespace": "kube-system"}}
    sets = [
        {"metadata": {"name": n}, "spec": {"template": {"metadata": {"labels": {"app": n}}, "spec": {}}}}
        for n in ("juicefs-csi-node", "x")
    ]
    assert [one["metadata"]["name"] for one in listed(Part.DAEMON_SETS, *sets)] == ["juicefs-csi-node"]


def test_only_volumes_of_csi_drivers_and_jobs_of_the_driver_are_kept() -> None:
    """A host-path volume cannot share a volumeHandle, and a stranger's Job unmounts nothing."""
    volumes = [
        {"metadata": {"name": "a"}, "spec": {"hostPath": {}}},
        {"metadata": {"name": "b"}, "spec": {"csi": {"driver": "d"}}},
    ]
    assert [one["metadata"]["name"] for one in listed(Part.ALL_VOLUMES, *volumes)] == ["b"]
    jobs = [
        {"metadata": {"name": "juicefs-7bc0891c-abort-fuse"}, "spec": {}},
        {"metadata": {"name": "backup"}, "spec": {}},
    ]
    assert [one["metadata"]["name"] for one in listed(Part.JOBS, *jobs)] == ["juicefs-7bc0891c-abort-fuse"]


@pytest.mark.parametrize(
    ("text", "config", "broken"),
    [
        ("mountPodPatch:\n- mountOptions: [writeback]\n", {"mountPodPatch": [{"mountOptions": ["writeback"]}]}, ""),
        ("", {}, ""),
        ("a: [1\n", None, "it is not valid YAML (line 2)"),
        ("just words", None, "it is no mapping"),
        ("a: &x 1\nb: *x", None, "it uses YAML aliases"),
    ],
)
def test_the_drivers_configuration_is_parsed(text: str, config: object, broken: str) -> None:
    """The ConfigMap is kept as its parsed config.yaml, or as the reason why it cannot be parsed; other keys go."""
    kept = one(Part.CONFIG, {"metadata": {"name": "x"}, "data": {"config.yaml": text, "other": SECRET}})
    assert (kept["config"], kept["broken"]) == (config, broken)
    assert SECRET not in json.dumps(kept)


def test_passwords_in_the_configuration_are_hidden() -> None:
    """Environment variables that the ConfigMap sets are pairs of name and value there, too."""
    text = f"mountPodPatch:\n- env:\n  - {{name: REDIS_PASSWORD, value: {SECRET}}}\n"
    assert SECRET not in json.dumps(one(Part.CONFIG, {"metadata": {"name": "x"}, "data": {"config.yaml": text}}))


def test_a_log_is_redacted_and_cut_at_the_start_of_a_line() -> None:
    """The newest lines stay, no line is cut in half, and no secret gets through."""

    def redact(raw: RawText) -> Redacted:
        return Redacted(SafeText(raw.replace(SECRET, "***")))

    lines = [f"{number:05} connect redis://:{SECRET}@db\n" for number in range(5000)]
    kept = answer(LOG, sending("".join(lines).encode()), redact, 0)
    assert isinstance(kept, str)
    assert len(kept) <= KEPT_LOG_BYTES
    assert kept.endswith("04999 connect redis://:***@db\n")
    assert kept.splitlines()[0].endswith("***@db")
    assert SECRET not in kept


def test_odd_bytes_in_a_log_do_no_harm() -> None:
    """Bytes that are no UTF-8 and NULs are replaced."""
    assert asked(LOG, b"a\xff\x00b\n") == "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b\n"


def test_every_list_is_narrow() -> None:
    """Lists that grow with the cluster carry a selector, are served from memory, or come in pages."""
    for kind in TABLE:
        if kind.verb == "list":
            assert kind.labels or kind.fields or kind.paged or kind.cached, kind.part
            assert not (kind.paged and kind.cached), "a list from memory ignores the limit"


def test_queries_are_as_the_api_server_wants_them() -> None:
    """Selectors, watch cache, tails: as measured against a real server."""
    mount_pods = parse_qs(query_of(Ask(Part.MOUNT_PODS, name="node-b")))
    assert mount_pods == {
        "labelSelector": ["app.kubernetes.io/name=juicefs-mount"],
        "fieldSelector": ["spec.nodeName=node-b"],
        "resourceVersion": ["0"],
    }
    assert query_of(Ask(Part.EVENTS, "shop", "u-1")) == "fieldSelector=involvedObject.uid%3Du-1"
    assert query_of(LOG) == "container=juicefs-plugin&tailLines=500&limitBytes=524288"
    assert path_of(LOG) == "/api/v1/namespaces/kube-system/pods/juicefs-csi-node-8rd96/log"
    assert path_of(Ask(Part.CSI_NODE, name="node-b")) == "/apis/storage.k8s.io/v1/csinodes/node-b"


def test_every_part_has_its_row() -> None:
    """No part of a snapshot lacks the row that says how it is read."""
    assert set(KINDS) == set(Part)
    assert len(TABLE) == len(Part)
