"""What the maintainers of the JuiceFS CSI Driver always ask for, gathered as one Markdown block in their language.

Everything in it was redacted when it was read.  What could not be read is said, with the command that would show it: a
report must not look complete when it is not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.core.chain.clients import Client, clients
from bot.core.chain.install import PLUGIN
from bot.core.chain.mount_chain import Chain, mount_chain
from bot.core.objects.events import last_seen, line, newest
from bot.core.objects.fields import container, name, namespace, strings, text, uid
from bot.core.objects.log_lines import names as holds
from bot.core.wording.terminal_style import shown
from bot.model.conversation import Logged, MessageIn
from bot.model.snapshot import Json, Log, One, Read, Snapshot, Unread
from bot.model.text import SafeText

MOST_LOG_LINES = 40
MOST_EVENTS = 20
MOST_PASTE = 4_000
"""Characters of the paste that are kept: an issue is read, not searched."""

_TICKS = re.compile(r"`+")
_COMMANDS = (
    "kubectl -n kube-system get pods -l app.kubernetes.io/name=juicefs-csi-driver -o wide",
    "kubectl -n kube-system logs CSI_NODE_POD -c juicefs-plugin --tail=200",
    "kubectl -n kube-system get pod MOUNT_POD -o yaml",
    "kubectl -n NAMESPACE describe pod POD",
)


def upstream_report(logged: Logged, snapshot: Snapshot | None) -> SafeText:
    """The block about one conversation: what was pasted, and of `snapshot` the versions, logs, command and events."""
    parts = ["### What happened", "", _paste(logged)]
    if snapshot is None:
        parts += ["", "### Environment", "", "The cluster was not read. These commands show what is missing:", ""]
        parts.append(_fenced("\n".join(_COMMANDS), "sh"))
    else:
        parts += _of_cluster(snapshot)
    return SafeText("\n".join(parts) + "\n")


def _paste(logged: Logged) -> str:
    pasted = [one.text for one in logged.conversation.messages if isinstance(one, MessageIn) and one.text.strip()]
    if not pasted:
        return "Nothing was pasted."
    return _fenced("\n".join(pasted)[:MOST_PASTE])


def _of_cluster(snapshot: Snapshot) -> Iterator[str]:
    chain = mount_chain(snapshot)
    served = clients(snapshot, chain)
    yield from ("", "### Environment", "")
    yield from (f"- {what}: {value}" for what, value in _environment(snapshot, chain, served))
    for title, body in (
        ("CSI Node log around the PV", _csi_node_log(snapshot, chain)),
        ("Mount Pod command", _mount_command(served)),
        ("Events", _events(snapshot, served)),
    ):
        yield from ("", f"### {title}", "", body)


def _environment(snapshot: Snapshot, chain: Chain, served: Sequence[Client] | Unread) -> Iterator[tuple[str, str]]:
    yield "JuiceFS CSI Driver image", _images(snapshot.csi_node_pods, PLUGIN)
    yield "JuiceFS client image", _client_images(served)
    yield "Kubernetes version (kubelet)", _kubelet(snapshot.node)
    yield "Mount mode", chain.mode.value
    yield "Read at", snapshot.taken_at


def _client_images(served: Sequence[Client] | Unread) -> str:
    if isinstance(served, Unread):
        return _unread(served)
    return _joined(text(one.container, "image") for one in served)


def _images(pods: Read, wanted: str) -> str:
    if isinstance(pods, Unread):
        return _unread(pods)
    return _joined(text(container(pod, wanted), "image") for pod in pods)


def _kubelet(node: One) -> str:
    return _unread(node) or _joined((text(node, "status", "nodeInfo", "kubeletVersion"),))


def _csi_node_log(snapshot: Snapshot, chain: Chain) -> str:
    pods = snapshot.csi_node_pods
    if isinstance(pods, Unread):
        return _unread(pods)
    about = [word for link in chain.concerned for word in (link.pv_name, link.handle) if word]
    logs = [snapshot.log(namespace(pod), name(pod), PLUGIN) for pod in pods]
    return "\n\n".join(_around(log, about) for log in logs) or "There is no CSI Node pod on the node."


def _around(log: Log, about: Sequence[str]) -> str:
    """The newest lines that name the volume; where none does, the newest lines."""
    if isinstance(log, Unread):
        return _unread(log)
    lines = [one for one in log.splitlines() if one.strip()]
    named = [one for one in lines if holds(one, *about)]
    shown = (named or lines)[-MOST_LOG_LINES:]
    return _fenced("\n".join(shown)) if shown else "The log is empty."


def _mount_command(served: Sequence[Client] | Unread) -> str:
    if isinstance(served, Unread):
        return _unread(served)
    commands = ["\n".join(strings(one.container, "command")) for one in served]
    return "\n\n".join(_fenced(one, "sh") for one in dict.fromkeys(commands) if one) or "There is no Mount Pod."


def _events(snapshot: Snapshot, served: Sequence[Client] | Unread) -> str:
    pods = [snapshot.pod, *(one.pod for one in served if not one.sidecar)] if not isinstance(served, Unread) else []
    shown = [_events_of(pod, snapshot.events(uid(pod))) for pod in pods or [snapshot.pod]]
    return "\n\n".join(shown)


def _events_of(pod: Json, events: Read) -> str:
    title = f"Pod {namespace(pod)}/{name(pod)}:"
    if isinstance(events, Unread):
        return f"{title} {_unread(events)}"
    rows = [f"{last_seen(event)}  {line(event)}" for event in newest(events)][:MOST_EVENTS]
    return f"{title}\n\n{_fenced(chr(10).join(rows))}" if rows else f"{title} none (events expire after an hour)"


def _fenced(lines: str, language: str = "text") -> str:
    """As a Markdown code block that nothing inside can end."""
    longest = max((len(found) for found in _TICKS.findall(lines)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((f"{fence}{language}", *map(shown, lines.split("\n")), fence))


def _joined(values: Iterable[str]) -> str:
    return ", ".join(f"`{shown(value)}`" for value in dict.fromkeys(values) if value) or "there is none"


def _unread(answer: object) -> str:
    """Why there is no answer; empty where there is one."""
    return f"not read ({answer.reason})" if isinstance(answer, Unread) else ""
