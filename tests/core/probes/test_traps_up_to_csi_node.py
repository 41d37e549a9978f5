"""What only looks like trouble between the pod and CSI Node: on a pod that works it leaves no strong finding."""

from typing import Any

import pytest

from bot.core.judging.probing import probe_all
from bot.model.finding import State, Weight
from tests.core.probes.looking import book
from tests.scenes.take import changed

NOT_FOUND = "driver name csi.juicefs.com not found in the list of registered CSI drivers"
UNAUTHORIZED = (
    'E0504 02:00:05.2       7 node.go:111] "Could not Start Reconciler of polling kubelet and fallback to watch '
    'ApiServer." err="unexpected status code 403" logger="main"'
)
OTHERS = 'E0504 02:19:05.2       7 node.go:505] "check volume path" err="function timeout" volumeId="another-volume"'
RESTARTED = {
    "status.containerStatuses[juicefs-plugin].restartCount": 5,
    "status.containerStatuses[juicefs-plugin].lastState": {
        "terminated": {"exitCode": 137, "reason": "OOMKilled", "finishedAt": "2026-05-04T02:05:00Z"}
    },
}
TAINT = {"key": "dedicated", "value": "gpu", "effect": "NoSchedule"}


@pytest.mark.parametrize(
    "parts",
    [
        {"events": [{"about": "app", "reason": "FailedMount", "message": NOT_FOUND, "ago": "9m50s"}]},
        {"events": [{"about": "claim", "reason": "ProvisioningFailed", "message": "no", "ago": "12m"}]},
        {"events": [{"about": "csi", "reason": "Unhealthy", "message": "Liveness probe failed", "ago": "20m"}]},
        {"events": [{"about": "app", "reason": "FailedMount", "message": NOT_FOUND, "uid": "00-another-pod"}]},
        {"change": [{"of": "csi", "set": RESTARTED}]},
        {"change": [{"of": "node", "set": {"spec.taints": [TAINT]}}]},
        {"change": [{"of": "set", "set": {"status.numberReady": 2, "status.numberUnavailable": 1}}]},
        {"change": [{"copy": "pv", "as": "another", "set": {"spec.claimRef.name": "another"}}]},
        {"change": [{"of": "controller", "set": {"status.conditions[Ready].status": "False"}}]},
        {"change": [{"of": "node", "set": {"status.nodeInfo.kubeletVersion": "v1.24.3"}}]},
        {"logs": {"csi/juicefs-plugin": UNAUTHORIZED}},
        {"logs": {"csi/juicefs-plugin": OTHERS}},
        {"logs": {"csi/node-driver-registrar": "W0504 02:00:11.5 1 c.go:1] Still connecting to unix:///csi/csi.sock"}},
    ],
    ids=str,
)
def test_what_is_over_or_elsewhere_is_no_strong_trouble(parts: dict[str, Any]) -> None:
    """An old failure, a namesake's event, another volume's log line, a restart of long ago: this pod works now."""
    found = [one for one in probe_all(changed(**parts)) if one.state is State.TROUBLE]
    strong = [one.code for one in found if book().findings[one.code].weight is Weight.STRONG]
    assert strong == []
