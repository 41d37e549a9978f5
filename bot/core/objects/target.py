"""The pod that somebody wants diagnosed, held to Kubernetes' own grammar for names."""

import re
from dataclasses import dataclass

from bot.errors import InputError
from bot.model.snapshot import PodRef

_PART = r"[a-z0-9](?:[-a-z0-9]*+(?<!-))?"
_NAME = re.compile(rf"{_PART}(?:\.{_PART})*+")
"""Between its dots a name may be longer than the 63 characters of DNS: Mount Pods are, on nodes with longer names."""
_LONGEST_NAME = 253
_LONGEST_NAMESPACE = 63
_TARGET = re.compile(
    r"(?:(?P<context>[^\s:/]\S{0,511}):)?(?P<namespace>[^\s:/]{1,253})(?:/|\s{1,64})(?P<pod>[^\s:/]{1,253})"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A pod, and the context of the cluster that it is in: empty for the bot's own."""

    pod: PodRef
    context: str = ""


def is_name(text: str) -> bool:
    """Whether *text* is a name that Kubernetes accepts for objects: a DNS-1123 subdomain of at most 253 characters.

    Source: IsDNS1123Subdomain of k8s.io/apimachinery, which does not count the characters between two dots.
    """
    return len(text) <= _LONGEST_NAME and bool(_NAME.fullmatch(text))


def read_target(text: str) -> Target:
    """The target in `ns/pod`, `ns pod` or `context:ns/pod`.  Raises InputError for anything else.

    A context's name may hold anything but spaces: `arn:aws:eks:eu:1:cluster/prod:ns/pod` is read from its end.
    """
    found = _TARGET.fullmatch(text.strip())
    if found is None:
        raise _refusal()
    namespace, pod = found["namespace"], found["pod"]
    if len(namespace) > _LONGEST_NAMESPACE or "." in namespace or not (is_name(namespace) and is_name(pod)):
        raise _refusal()
    return Target(PodRef(namespace, pod), found["context"] or "")


def written(target: Target) -> str:
    """The target as people write it, and as `read_target` reads it again."""
    return f"{target.context}:{target.pod}" if target.context else str(target.pod)


def _refusal() -> InputError:
    return InputError(
        "This names no pod. Write it as namespace/pod, or context:namespace/pod; names are lower-case letters, digits,"
        " - and .",
        "这里没有可识别的 Pod。请写成 namespace/pod 或 context:namespace/pod；名称只能包含小写字母、数字、- 和 .",
    )
