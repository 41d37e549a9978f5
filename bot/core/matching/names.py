"""The Kubernetes objects that a text names.

Only values that are valid Kubernetes names come out: they are filled into commands that a person will run.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.model.match import Names
from bot.model.text import SafeText

_NAME = r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?"
_VALID = re.compile(rf"{_NAME}\Z")
_OURS = r"juicefs-(?:csi-(?:node|controller|dashboard)-|[a-z0-9.]+-[a-z0-9.-]{1,240}-[a-z]{6}(?![\w.-]))"
_LABELLED = r"[\"'`*]{0,2}[:=][\"'`* \t]{0,4}"
"""What stands between a label and its value in alerts: `pod="web-0"`, `*namespace:* shop`."""
_UID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Where a kind of name stands; `hint` is what must be in the text, and is looked for first: that costs little."""

    hint: str
    regex: re.Pattern[str]


def _at(hint: str, pattern: str) -> _Pattern:
    return _Pattern(
        hint,
        re.compile(
            pattern.replace("NAME", _NAME).replace("UID", _UID).replace("OURS", _OURS).replace("LABELLED", _LABELLED)
        ),
    )


_PATTERNS: dict[str, tuple[_Pattern, ...]] = {
    "namespaces": (
        _at("Namespace:", r"Namespace:[ \t]+(NAME)[ \t]*(?:\n|$)"),
        _at(" -n", r"\s-n[ =](NAME)\b"),
        _at("--namespace", r"--namespace[ =](NAME)\b"),
        _at("amespace", r"[nN]amespaces? [\"'`]?(NAME)[\"'`]?"),
        _at('pod="', r"pod=\"(NAME)/NAME\""),
        _at('claim "', r"claim \"(NAME)/NAME\""),
        _at("Successfully assigned", r"Successfully assigned (NAME)/NAME to "),
        _at("in ", r"\bin (NAME)/NAME\b(?!/)"),
        _at("od ", r"\b[pP]od (NAME)/NAME\b(?!/)"),
        _at("amespace", r"\bnamespaceLABELLED(NAME)"),
    ),
    "driver_namespaces": (
        _at("/juicefs-", r"(?<![a-z0-9./-])(NAME)/OURS"),
        _at("Namespace:", r"(?m)^Name:[ \t]+OURS.*\nNamespace:[ \t]+(NAME)[ \t]*$"),
        _at(" -n", r"\s-n[ =](NAME)\b[^\n]{0,200}\bOURS"),
        _at(" -n", r"\bOURS[^\n]{0,200}\s-n[ =](NAME)\b"),
    ),
    "pods": (
        _at('pod="', r"pod=\"NAME/(NAME)\""),
        _at("Successfully assigned", r"Successfully assigned NAME/(NAME) to "),
        _at('appName="', r"appName=\"(NAME)\""),
        _at("pod/", r"\bpod/(NAME)\b"),
        _at("pods/", r"\bpods/(NAME)\b(?!/)"),
        _at("/", r"(?m)^[ \t]*(NAME-[a-z0-9]{5})[ \t]+\d+/\d+[ \t]+[A-Z]"),
        _at(" 0/", r"(?m)^[ \t]*(NAME)[ \t]+0/\d+[ \t]+[A-Z]"),
        _at("od ", r"\b[pP]od NAME/(NAME)\b(?!/)"),
        _at("pod", r"\bpodLABELLED(NAME-[a-z0-9]{1,20})(?![\w./-])"),
        _at('pod "', r"pod \"(NAME)\""),
        _at("Name:", r"(?m)^Name:[ \t]+(NAME)[ \t]*$"),
    ),
    "nodes": (
        _at("Node:", r"(?m)^[ \t]*Node:[ \t]+(NAME)/[0-9a-f.:]+[ \t]*$"),
        _at("Successfully assigned", r"Successfully assigned NAME/NAME to (NAME)"),
        _at("kubelet, ", r"kubelet, (NAME)\b"),
        _at('node "', r"node \"(NAME)\""),
        _at("node/", r"\bnode/(NAME)\b(?!/)"),
        _at("nodes/", r"\bnodes/(NAME)\b(?!/)"),
    ),
    "pvcs": (
        _at('claim "', r"claim \"NAME/(NAME)\""),
        _at("claimName:", r"claimName:[ \t]*\"?(NAME)\"?"),
        _at("pvc", r"\bpvc[/ ][\"'`]?(NAME)[\"'`]?"),
        _at("persistentvolumeclaim", r"\bpersistentvolumeclaims?[/ ][\"'`]?(NAME)[\"'`]?"),
    ),
    "pvs": (
        _at("for volume", r"for volume \"(NAME)\""),
        _at("kubernetes.io~csi/", r"kubernetes\.io~csi/(NAME)/mount"),
        _at("already bound", r"volume \"(NAME)\" already bound"),
        _at("volumeId=", r"volumeId=\"?(NAME)"),
        _at("volume_id is", r"volume_id is (NAME)"),
        _at("pv", r"\bpv[/ ][\"'`]?(NAME)[\"'`]?"),
        _at("pvc-", r"\b(pvc-UID)\b"),
    ),
    "mount_pods": (
        _at("mountpod", r"mountpod:? \[?(NAME)"),
        _at('podName="', r"podName=\"(juicefs-NAME)\""),
        _at("juicefs-", r"\b(juicefs-NAME-[a-z]{6})\b"),
    ),
    "csi_node_pods": (_at("juicefs-csi-node-", r"juicefs-csi-node-[a-z0-9]{5}\b"),),
    "storage_classes": (
        _at('StorageClass "', r"StorageClass \"(NAME)\""),
        _at("storageClassName:", r"storageClassName:[ \t]*\"?(NAME)"),
    ),
    "images": (_at("juicedata/", r"\b((?:[a-z0-9.-]{1,80}(?::\d{1,5})?/){0,4}juicedata/[a-z0-9-]+:[A-Za-z0-9._-]+)"),),
    "versions": (_at("version", r"version:? (v?\d+\.\d+\.\d+\S{0,40})"), _at("v", r"\b(v\d+\.\d+\.\d+)\b")),
    "pod_uids": (_at("/pods/", r"/pods/(UID)/"),),
}
_NOT_NAMES = {
    "namespaces": {"is", "the", "has", "label", "labels", "and", "in", "a", "for", "with", "of", "to"},
    "pvs": {"is", "the", "and", "with", "pvc", "in", "name", "of", "was", "has", "but", "not"},
    "pvcs": {"is", "the", "and", "with", "in", "pending", "name", "of", "was", "has", "stuck", "bound", "not", "to"},
    "nodes": {"is", "the"},
}
_MOST = 5
_MOST_HITS = 40
"""Of one pattern: a log repeats its names."""
_MOST_TEXT = 100_000


def names(text: SafeText) -> Names:
    """The names in `text`, each kind in order of appearance, at most five; a long log is read at both ends."""
    seen = text if len(text) <= _MOST_TEXT else SafeText(text[: _MOST_TEXT // 2] + "\n" + text[-_MOST_TEXT // 2 :])
    found = {kind: _of_kind(kind, patterns, seen) for kind, patterns in _PATTERNS.items()}
    found["namespaces"] = tuple(one for one in found["namespaces"] if one not in found["driver_namespaces"])
    ours = set(found["mount_pods"]) | set(found["csi_node_pods"])
    found["pods"] = tuple(pod for pod in found["pods"] if pod not in ours and not pod.startswith("juicefs-csi-"))
    found["mount_pods"] = tuple(pod for pod in found["mount_pods"] if not pod.startswith("juicefs-csi-"))
    found["pvcs"] = tuple(pvc for pvc in found["pvcs"] if pvc not in found["pvs"])
    return Names(**found)


def _of_kind(kind: str, patterns: Iterable[_Pattern], text: str) -> tuple[str, ...]:
    used = (pattern.regex for pattern in patterns if pattern.hint in text)
    found = (hit.rstrip(".-") for regex in used for hit in islice(_hits(regex, text), _MOST_HITS))
    valid = dict.fromkeys(hit for hit in found if hit not in _NOT_NAMES.get(kind, ()) and _fits(kind, hit))
    return tuple(valid)[:_MOST]


def _hits(regex: re.Pattern[str], text: str) -> Iterator[str]:
    return (found.group(found.lastindex or 0) for found in regex.finditer(text))


def _fits(kind: str, value: str) -> bool:
    return kind in {"images", "versions"} or is_name(value)


def is_name(value: str) -> bool:
    """Whether `value` is a valid Kubernetes object name (a DNS-1123 subdomain of at most 253 characters)."""
    return bool(_VALID.match(value))
