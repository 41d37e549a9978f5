"""The Kubernetes objects that a text names.

Only values that are valid Kubernetes names come out: they are filled into commands that a person will run.
"""

import re
from collections.abc import Iterable

from bot.model.match import Names
from bot.model.text import SafeText

_NAME = r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?"
_VALID = re.compile(rf"{_NAME}\Z")
_UID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

_PATTERNS: dict[str, tuple[re.Pattern[str], ...]] = {
    "namespaces": (
        re.compile(rf"(?m)^[ \t]*Namespace:\s+({_NAME})[ \t]*$"),
        re.compile(rf"(?:\s-n|--namespace)[ =]({_NAME})\b"),
        re.compile(rf"(?i)\bnamespaces? [\"'`]?({_NAME})[\"'`]?"),
        re.compile(rf"\bpod=\"({_NAME})/{_NAME}\""),
        re.compile(rf"\bclaim \"({_NAME})/{_NAME}\""),
        re.compile(rf"Successfully assigned ({_NAME})/{_NAME} to "),
        re.compile(rf"\b(?:in|pod) ({_NAME})/{_NAME}\b(?!/)"),
    ),
    "pods": (
        re.compile(rf"\bpod=\"{_NAME}/({_NAME})\""),
        re.compile(rf"Successfully assigned {_NAME}/({_NAME}) to "),
        re.compile(rf"\bappName=\"({_NAME})\""),
        re.compile(rf"\bpods?/({_NAME})\b"),
        re.compile(rf"(?m)^[ \t]*({_NAME}-[a-z0-9]{{5}})\s+\d+/\d+\s+[A-Z]"),
        re.compile(rf"(?m)^[ \t]*({_NAME})\s+0/\d+\s+[A-Z]"),
        re.compile(rf"\bpod {_NAME}/({_NAME})\b(?!/)"),
        re.compile(rf"\bpod \"({_NAME})\""),
    ),
    "nodes": (
        re.compile(rf"(?m)^[ \t]*Node:\s+({_NAME})/[0-9a-f.:]+[ \t]*$"),
        re.compile(rf"Successfully assigned {_NAME}/{_NAME} to ({_NAME})"),
        re.compile(rf"\bkubelet, ({_NAME})\b"),
        re.compile(rf"\bnode \"({_NAME})\""),
        re.compile(rf"\bnodes?/({_NAME})\b(?!/)"),
    ),
    "pvcs": (
        re.compile(rf"\bclaim \"{_NAME}/({_NAME})\""),
        re.compile(rf"\bclaimName:\s*\"?({_NAME})\"?"),
        re.compile(rf"\b(?:pvc|persistentvolumeclaims?)[/ ][\"'`]?({_NAME})[\"'`]?"),
    ),
    "pvs": (
        re.compile(rf"\bfor volume \"({_NAME})\""),
        re.compile(rf"kubernetes\.io~csi/({_NAME})/mount"),
        re.compile(rf"\bvolume \"({_NAME})\" already bound"),
        re.compile(rf"\b(?:volumeId|volume_id is)[= ]\"?({_NAME})"),
        re.compile(rf"\bpv[/ ][\"'`]?({_NAME})[\"'`]?"),
        re.compile(rf"\b(pvc-{_UID})\b"),
    ),
    "mount_pods": (
        re.compile(rf"\bmountpod:? \[?({_NAME})"),
        re.compile(rf"\bpodName=\"(juicefs-{_NAME})\""),
        re.compile(rf"\b(juicefs-{_NAME}-[a-z]{{6}})\b"),
    ),
    "csi_node_pods": (re.compile(r"\b(juicefs-csi-node-[a-z0-9]{5})\b"),),
    "storage_classes": (
        re.compile(rf"\bStorageClass \"({_NAME})\""),
        re.compile(rf"\bstorageClassName:\s*\"?({_NAME})"),
    ),
    "images": (re.compile(r"\b((?:[a-z0-9.-]+(?::\d+)?/)*juicedata/[a-z0-9-]+:[A-Za-z0-9._-]+)"),),
    "versions": (re.compile(r"\bversion:? (v?\d+\.\d+\.\d+\S{0,40})"), re.compile(r"\b(v\d+\.\d+\.\d+)\b")),
    "pod_uids": (re.compile(rf"/pods/({_UID})/"),),
}
_NOT_NAMES = {
    "namespaces": {"is", "the", "has", "label", "labels", "and", "in", "a", "for", "with", "of", "to"},
    "pvs": {"is", "the", "and", "with", "pvc", "in", "name", "of", "was", "has", "but", "not"},
    "pvcs": {"is", "the", "and", "with", "in", "pending", "name", "of", "was", "has", "stuck", "bound", "not", "to"},
    "nodes": {"is", "the"},
}
_MOST = 5
_MOST_TEXT = 200_000


def names(text: SafeText) -> Names:
    """The names in `text`, each kind in order of appearance, at most five; a long log is read at both ends."""
    seen = text if len(text) <= _MOST_TEXT else SafeText(text[: _MOST_TEXT // 2] + "\n" + text[-_MOST_TEXT // 2 :])
    found = {kind: _of_kind(kind, patterns, seen) for kind, patterns in _PATTERNS.items()}
    ours = set(found["mount_pods"]) | set(found["csi_node_pods"])
    found["pods"] = tuple(pod for pod in found["pods"] if pod not in ours and not pod.startswith("juicefs-csi-"))
    found["mount_pods"] = tuple(pod for pod in found["mount_pods"] if not pod.startswith("juicefs-csi-"))
    found["pvcs"] = tuple(pvc for pvc in found["pvcs"] if pvc not in found["pvs"])
    return Names(**found)


def _of_kind(kind: str, patterns: Iterable[re.Pattern[str]], text: str) -> tuple[str, ...]:
    found = (hit.rstrip(".-") for pattern in patterns for hit in pattern.findall(text))
    valid = dict.fromkeys(hit for hit in found if hit not in _NOT_NAMES.get(kind, ()) and _fits(kind, hit))
    return tuple(valid)[:_MOST]


def _fits(kind: str, value: str) -> bool:
    return kind in {"images", "versions"} or is_name(value)


def is_name(value: str) -> bool:
    """Whether `value` is a valid Kubernetes object name (a DNS-1123 subdomain of at most 253 characters)."""
    return bool(_VALID.match(value))
