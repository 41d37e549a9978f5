"""Changes of the healthy scene that many probes of mounts need: a Mount Pod that waits or died, a pod that waits."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

Change = dict[str, Any]

NOTHING: Mapping[str, Any] = MappingProxyType({})
STATUS = "status.containerStatuses[jfs-mount]"
NOT_READY: dict[str, Any] = {
    "status.conditions[Ready].status": "False",
    "status.conditions[ContainersReady].status": "False",
}


def mount(**paths: object) -> Change:
    """A change of the Mount Pod; `__` stands for a dot: `mount(status__phase="Failed")`."""
    return {"of": "mount", "set": {key.replace("__", "."): value for key, value in paths.items()}}


def mount_waits(
    reason: str = "ContainerCreating", message: str = "", *, also: Mapping[str, object] = NOTHING, **more: object
) -> Change:
    """The Mount Pod is on its node, and its container was never created; *also* sets paths with brackets."""
    waiting = {"reason": reason, **({"message": message} if message else {})}
    status = {"name": "jfs-mount", "ready": False, "restartCount": 0, "image": "juicedata/mount:ce-v1.3.1"}
    paths = {"status.phase": "Pending", "status.podIP": None, **NOT_READY}
    paths["status.containerStatuses"] = [{**status, "state": {"waiting": waiting}}]
    return {"of": "mount", "set": paths | dict(also) | {key.replace("__", "."): value for key, value in more.items()}}


def mount_died(
    reason: str, code: int, restarts: int = 1, *, waiting: str = "CrashLoopBackOff", ago: str = ""
) -> Change:
    """The client has ended and does not run; it waits for its next start."""
    end = {"reason": reason, "exitCode": code, "finishedAt": ago or "2026-05-04T02:19:10Z"}
    state = {"waiting": {"reason": waiting}} if waiting else {"terminated": end}
    last = {"terminated": end} if waiting else {}
    status = {"name": "jfs-mount", "ready": False, "restartCount": restarts, "state": state, "lastState": last}
    return {"of": "mount", "set": {"status.containerStatuses": [status], **NOT_READY}}


def mount_restarted(
    at: str = "2026-05-04T02:15:00Z", reason: str = "Error", code: int = 137, restarts: int = 1
) -> Change:
    """The client died and runs again since *at*, later than the application's container was started."""
    end = {"reason": reason, "exitCode": code, "finishedAt": at}
    return {
        "of": "mount",
        "set": {
            f"{STATUS}.state": {"running": {"startedAt": at}},
            f"{STATUS}.lastState": {"terminated": end},
            f"{STATUS}.restartCount": restarts,
        },
    }


def app_waits(waiting: Mapping[str, str] = NOTHING, *, also: Mapping[str, object] = NOTHING) -> Change:
    """The application's container was never created: kubelet still waits; *also* sets further paths of the pod."""
    state = {"waiting": dict(waiting or {"reason": "ContainerCreating"})}
    status = {"name": "api", "ready": False, "started": False, "restartCount": 0, "state": state}
    paths: dict[str, Any] = {"status.phase": "Pending", "status.podIP": None, "status.containerStatuses": [status]}
    return {"of": "app", "set": paths | NOT_READY | dict(also)}


def no_propagation() -> Change:
    """The application's volumeMount without mountPropagation, as most people write it."""
    return {"of": "app", "set": {"spec.containers[api].volumeMounts[data].mountPropagation": None}}


def no_hand_over() -> Change:
    """A client that is too old to hand its FUSE connection over."""
    image = "juicedata/mount:ce-v1.1.2"
    return {"of": "mount", "set": {"spec.containers[jfs-mount].image": image, "spec.containers[jfs-mount].env": []}}


def by_process() -> list[Change]:
    """The driver in process mode: clients run inside CSI Node, and there are no Mount Pods."""
    flag = {"spec.containers[juicefs-plugin].args[3]": "--by-process=true"}
    template = {f"spec.template.{key}": value for key, value in flag.items()}
    return [{"remove": "mount"}, {"of": "csi", "set": flag}, {"of": "set", "set": template}]
