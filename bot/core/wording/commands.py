"""Commands and steps with the names filled in.

A suggested command is a security surface: a person will paste it into a shell.  A slot is filled only with a value
that is a valid Kubernetes name; everything else stays a `{placeholder}`.
"""

import re
from collections.abc import Mapping

from bot.core.matching.names import is_name
from bot.model.match import Names

DEFAULT_DRIVER_NAMESPACE = "kube-system"
"""Where every manifest and chart of the driver installs by default (facts: defaults every probe needs)."""
_OF_MOUNT_POD = {
    "-n {csi_ns} logs {mount_pod} --all-containers": "-n {app_ns} logs {app_pod} -c {client}",
    "-n {csi_ns} logs {mount_pod}": "-n {app_ns} logs {app_pod} -c {client}",
    "-n {csi_ns} describe pod {mount_pod}": "-n {app_ns} describe pod {app_pod}",
    "-n {csi_ns} top pod {mount_pod}": "-n {app_ns} top pod {app_pod} --containers",
}
_NO_SIDECAR = re.compile(r"\{mount_pod\}|\{csi_node_pod\}|app\.kubernetes\.io/name=juicefs-mount|app=juicefs-csi-node")
"""What only a Mount Pod or CSI Node answers."""
_SLOT = re.compile(r"\{([a-z_]+)\}")
_DYNAMIC_PV = re.compile(r"pvc-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


def slot_values(names: Names) -> dict[str, str]:
    """Slot name -> the name to fill in, where the text names just one candidate first."""
    firsts = {
        "app_ns": names.namespaces,
        "app_pod": names.pods,
        "app_uid": names.pod_uids,
        "node": names.nodes,
        "pvc": names.pvcs,
        "pv": names.pvs,
        "mount_pod": names.mount_pods,
        "csi_node_pod": names.csi_node_pods,
        "sc": names.storage_classes,
    }
    values = {slot: found[0] for slot, found in firsts.items() if found and is_name(found[0])}
    values["csi_ns"] = next(filter(is_name, names.driver_namespaces), DEFAULT_DRIVER_NAMESPACE)
    if not names.pods and values.get("app_ns") == DEFAULT_DRIVER_NAMESPACE:
        del values["app_ns"]  # asked for the driver's sake: applications live elsewhere
    if _DYNAMIC_PV.match(values.get("pv", "")):
        values["volume_handle"] = values["pv"]
    return values


def beside_sidecar(run: str) -> str | None:
    """A case's command where the client runs in the application's own pod; None where that pod has no answer to it."""
    for asked, instead in _OF_MOUNT_POD.items():
        run = run.replace(asked, instead)
    return None if _NO_SIDECAR.search(run) else run


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with every `{slot}` replaced whose value is a valid Kubernetes name; other braces stay as they are."""

    def name(slot: re.Match[str]) -> str:
        value = values.get(slot.group(1), "")
        return value if is_name(value) else slot.group(0)

    return _SLOT.sub(name, text)
