"""The roles that the bot needs, made from the table of kinds: `python -m bot.edge.cluster.rbac` writes them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.edge.cluster.kinds import TABLE, Kind
from bot.edge.plain_yaml import write_yaml

_NAME = "juicefs-bot"
_NAMESPACE = "juicefs-bot"
_GROUP = "rbac.authorization.k8s.io"
_CLUSTER_WIDE = frozenset(
    "namespaces nodes persistentvolumes storageclasses csinodes csidrivers priorityclasses "
    "mutatingwebhookconfigurations".split()
)
"""Resources that lie in no namespace (`kubectl api-resources --namespaced=false`); a test asks a real API server."""

_HEAD = """\
# Made by `python -m bot.edge.cluster.rbac` from bot/edge/cluster/kinds.py; a test keeps it so.  Do not edit by hand.
# Read only: get and list of named kinds.  No Secrets, no exec, attach, port-forward or proxy, no wildcard.
# A driver whose ConfigMap has another name needs that name in the rule for configmaps.
"""


def cluster_wide(kind: Kind) -> bool:
    """Whether objects of this kind lie in no namespace."""
    return kind.resource in _CLUSTER_WIDE


def rules(kinds: Iterable[Kind] = TABLE) -> list[dict[str, Any]]:
    """The rules of a role: per API group and set of verbs, the kinds that a snapshot reads with them."""
    verbs: dict[tuple[str, str, tuple[str, ...]], set[str]] = defaultdict(set)
    for kind in kinds:
        verbs[kind.group, kind.resource, kind.names].add(kind.verb)
    merged: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for (group, resource, names), allowed in sorted(verbs.items()):
        merged[group, tuple(sorted(allowed)), names].append(resource)
    return [
        {"apiGroups": [group], "resources": resources}
        | ({"resourceNames": list(names)} if names else {})
        | {"verbs": list(allowed)}
        for (group, allowed, names), resources in merged.items()
    ]


def manifest() -> str:
    """deploy/base/rbac.yaml: the service account, the role and the binding."""
    documents: list[dict[str, Any]] = [
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": _NAME, "namespace": _NAMESPACE}},
        _role(_NAME, TABLE),
        {
            "apiVersion": f"{_GROUP}/v1",
            "kind": "ClusterRoleBinding",
            "metadata": {"name": _NAME},
            "roleRef": {"apiGroup": _GROUP, "kind": "ClusterRole", "name": _NAME},
            "subjects": [{"kind": "ServiceAccount", "name": _NAME, "namespace": _NAMESPACE}],
        },
    ]
    return _HEAD + "---\n".join(write_yaml(document) for document in documents)


def files() -> Mapping[str, str]:
    """What lies in deploy/, by path: the base's role, and the two that read namespace by namespace.

    The first of these takes the place of the base's role and keeps what lies in no namespace; the second is bound in
    each namespace that may be read.
    """
    wide = _role(_NAME, [kind for kind in TABLE if cluster_wide(kind)])
    inside = _role(f"{_NAME}-namespaced", [kind for kind in TABLE if not cluster_wide(kind)])
    return {
        "base/rbac.yaml": manifest(),
        "components/namespaced/cluster-wide.yaml": _HEAD + write_yaml(wide),
        "components/namespaced/role.yaml": _HEAD + write_yaml(inside),
    }


def _role(name: str, kinds: Iterable[Kind]) -> dict[str, Any]:
    return {"apiVersion": f"{_GROUP}/v1", "kind": "ClusterRole", "metadata": {"name": name}, "rules": rules(kinds)}


if __name__ == "__main__":
    for path, content in files().items():
        (Path("deploy") / path).write_text(content, "utf-8")
