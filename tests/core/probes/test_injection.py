"""Probe injection: was the pod given a sidecar, where it should have one."""

from typing import Any

import pytest

from bot.core.probes.injection import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.scenes.scene import load

PLAIN_VOLUMES = [{"name": "data", "persistentVolumeClaim": {"claimName": "orders-data"}}]
DONE = "metadata.labels[done.sidecar.juicefs.com/inject]"
ENABLED = "metadata.labels[juicefs.com/enable-injection]"
WEBHOOK = load("injected").get("webhook")


def plain(**labels: Any) -> dict[str, Any]:  # noqa: ANN401 - labels by their paths
    """The injected scene's pod as it was sent: no sidecar, its PVC still a PVC."""
    fields = {"spec.volumes": PLAIN_VOLUMES, "spec.initContainers": None, "status.initContainerStatuses": None}
    return {"of": "app", "set": {**fields, DONE: None, **labels}}


def webhook(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the configuration
    """A change of the webhook configuration."""
    return {"of": "webhook", "set": fields}


def test_fires_on_a_namespace_that_is_not_selected() -> None:
    """The webhook's own selector says which label is missing, whatever Helm was told; `True` is not `true`."""
    for value in (None, "True"):
        found = only(PROBE, "injected", change=[plain(), {"of": "space", "set": {ENABLED: value}}])
        assert (found.code, found.facts["wanted"]) == ("namespace-not-selected", "juicefs.com/enable-injection=true")
    own = webhook(**{"webhooks[0].namespaceSelector": {"matchExpressions": [{"key": "team", "operator": "Exists"}]}})
    assert only(PROBE, "injected", change=[plain(), own]).facts["wanted"] == "team"


def test_fires_on_a_pod_that_is_not_selected() -> None:
    """An objectSelector looks at the pod's own labels."""
    own = webhook(**{"webhooks[0].objectSelector": {"matchLabels": {"jfs": "on"}}})
    found = only(PROBE, "injected", change=[plain(), own])
    assert (found.code, found.facts["wanted"]) == ("pod-not-selected", "jfs=on")


def test_fires_on_a_pod_that_switches_injection_off() -> None:
    """The label that disables it wins over every selector."""
    off = plain(**{"metadata.labels[disable.sidecar.juicefs.com/inject]": "true"})
    assert codes(PROBE, "injected", change=[off]) == ["injection-disabled"]


def test_fires_on_a_pod_that_came_too_early() -> None:
    """Only the creation of a pod is intercepted: older than the webhook, or than the label, and it has no sidecar."""
    older = {"of": "app", "set": {"metadata.creationTimestamp": "2026-04-01T00:00:00Z"}}
    assert codes(PROBE, "injected", change=[plain(), older]) == ["pod-older-than-webhook"]
    assert codes(PROBE, "injected", change=[plain()]) == ["selected-but-not-injected"]


def test_fires_on_a_label_without_a_sidecar() -> None:
    """A template copied from an injected pod brings the label that makes the webhook skip it."""
    assert codes(PROBE, "injected", change=[plain(**{DONE: "true"})]) == ["injected-in-name-only"]


def test_silent_on_an_injected_pod() -> None:
    """An injected pod is fine, though its PVC volume is gone from its spec, and native sidecars are init containers."""
    assert codes(PROBE, "injected") == ["sidecar-injected"]


def test_silent_where_no_webhook_is_installed() -> None:
    """Without a webhook nobody is injected; one that only validates, or reads JuiceFS' Secrets, is no injector."""
    assert codes(PROBE) == ["served-by-mount-pod", "no-injection-here"]
    assert codes(PROBE, change=[{"remove": "mount"}]) == ["no-injection-here"]
    other = {"webhooks[0].clientConfig.service.path": "/juicefs/validate-secret"}
    assert codes(PROBE, change=[{"remove": "mount"}, {"add": WEBHOOK, "set": other}]) == ["no-injection-here"]


def test_silent_on_a_pod_that_a_mount_pod_serves() -> None:
    """A pod from before the change to sidecars that still has its Mount Pod needs none."""
    assert codes(PROBE, change=[{"add": WEBHOOK}, {"of": "space", "set": {ENABLED: "true"}}]) == ["served-by-mount-pod"]


def test_silent_where_csi_node_mounts_what_is_not_selected() -> None:
    """With both modes installed, a namespace without the label is mounted by Mount Pods, by a label or on purpose."""
    change: list[Any] = [{"add": WEBHOOK}, {"remove": "mount"}]
    assert codes(PROBE, change=change) == ["injection-not-asked-for"]
    off = {"metadata.labels[disable.sidecar.juicefs.com/inject]": "true"}
    selected = {"of": "space", "set": {ENABLED: "true"}}
    assert codes(PROBE, change=[*change, selected, {"of": "app", "set": off}]) == ["injection-not-asked-for"]
    assert codes(PROBE, change=[*change, selected]) == ["selected-but-not-injected"]


def test_silent_on_a_pod_without_juicefs() -> None:
    """Whose volumes are another driver's is not injected, and needs not be."""
    foreign = {"of": "pv", "set": {"spec.csi.driver": "ebs.csi.aws.com"}}
    assert codes(PROBE, change=[foreign]) == []


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        ("mutatingwebhookconfigurations", "MutatingWebhookConfiguration"),
        ("namespaces", "Namespace"),
    ],
)
def test_forbidden_is_unknown(resource: str, kind: str) -> None:
    """A webhook or a namespace that may not be read gives no verdict, for or against."""
    assert unknowns(PROBE, "injected", change=[plain()], forbid=[resource]) == [(kind, "forbidden")]
    assert codes(PROBE, "injected", change=[plain()], forbid=[resource]) == ["injection-unknown"]


def test_forbidden_daemon_sets_leave_open_who_mounts() -> None:
    """Not selected is trouble only where nobody else mounts."""
    change = [plain(), {"of": "space", "set": {ENABLED: None}}]
    assert unknowns(PROBE, "injected", change=change, forbid=["daemonsets"]) == [("DaemonSet", "forbidden")]
