"""The role that the bot needs, made from the table of kinds: `python -m bot.edge.cluster.rbac > deploy/rbac.yaml`."""

import sys
from collections import defaultdict
from typing import Any

from bot.edge.cluster.kinds import TABLE
from bot.edge.plain_yaml import write_yaml

_NAME = "juicefs-bot"
_NAMESPACE = "juicefs-bot"
_HEAD = """\
# Made by `python -m bot.edge.cluster.rbac` from bot/edge/cluster/kinds.py; a test keeps it so.  Do not edit by hand.
# Read only: get and list of named kinds.  No Secrets, no exec, attach, port-forward or proxy, no wildcard.
# A driver whose ConfigMap has another name needs that name in the rule for configmaps.
"""


def rules() -> list[dict[str, Any]]:
    """The rules of the ClusterRole: per API group and set of verbs, the kinds that a snapshot reads with them."""
    verbs: dict[tuple[str, str, tuple[str, ...]], set[str]] = defaultdict(set)
    for kind in TABLE:
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
    """deploy/rbac.yaml: the service account, the role and the binding."""
    group = "rbac.authorization.k8s.io"
    subject = {"kind": "ServiceAccount", "name": _NAME, "namespace": _NAMESPACE}
    documents: list[dict[str, Any]] = [
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": _NAME, "namespace": _NAMESPACE}},
        {"apiVersion": f"{group}/v1", "kind": "ClusterRole", "metadata": {"name": _NAME}, "rules": rules()},
        {
            "apiVersion": f"{group}/v1",
            "kind": "ClusterRoleBinding",
            "metadata": {"name": _NAME},
            "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": _NAME},
            "subjects": [subject],
        },
    ]
    return _HEAD + "---\n".join(write_yaml(document) for document in documents)


if __name__ == "__main__":
    sys.stdout.write(manifest())
