"""Taints of a node that keep a pod away, and the tolerations that DaemonSet pods get without asking."""

from bot.core.objects.fields import items, text
from bot.model.snapshot import Json, Objects

DAEMON_TOLERATIONS: Objects = tuple(
    {"key": f"node.kubernetes.io/{key}", "operator": "Exists", "effect": effect}
    for key, effect in (
        ("not-ready", "NoExecute"),
        ("unreachable", "NoExecute"),
        ("disk-pressure", "NoSchedule"),
        ("memory-pressure", "NoSchedule"),
        ("pid-pressure", "NoSchedule"),
        ("unschedulable", "NoSchedule"),
    )
)
"""What the DaemonSet controller adds to every pod (source: the Kubernetes documentation of DaemonSets)."""


def untolerated(node: Json, tolerations: Objects) -> tuple[str, ...]:
    """The taints of *node* that keep a pod with these *tolerations* from it, as `dedicated=gpu:NoSchedule`."""
    hard = (taint for taint in items(node, "spec", "taints") if text(taint, "effect") in {"NoSchedule", "NoExecute"})
    return tuple(_told(taint) for taint in hard if not any(_tolerates(one, taint) for one in tolerations))


def _tolerates(toleration: Json, taint: Json) -> bool:
    """A toleration without a key tolerates every key, one without an effect every effect."""
    key, effect = text(toleration, "key"), text(toleration, "effect")
    if (effect and effect != text(taint, "effect")) or (key and key != text(taint, "key")):
        return False
    exists = text(toleration, "operator") == "Exists"
    return exists or (bool(key) and text(toleration, "value") == text(taint, "value"))


def _told(taint: Json) -> str:
    key, value, effect = (text(taint, part) for part in ("key", "value", "effect"))
    return f"{key}={value}:{effect}" if value else f"{key}:{effect}"
