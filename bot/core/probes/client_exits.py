"""Has the JuiceFS client died, and does it die again and again?  What killed it tells which way to look.

A death that is over and harmed nobody is told as a thing of the past: the client runs, and no container of the pod is
left with a dead mount.
"""

from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_in_chain_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble
from bot.core.chain.mount_age import serves
from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import field, number, text
from bot.core.objects.pod_progress import waited
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot

_LOOP = 3
_LOOP_SECONDS = 600
"""Restarts, and the time after which kubelet forgets them (it resets its back-off after 10 min of running)."""


def _judge(client: Client, snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every client that has ever run."""
    if client.ran:
        yield _judged(client, snapshot, mended=serves(snapshot, chain, client))


PROBE = Probe("client-exits", Stage.MOUNT_POD, (Part.POD, Part.MOUNT_PODS), each_client_in_chain_or_unknown(_judge))


def _judged(client: Client, snapshot: Snapshot, *, mended: bool) -> Seen:
    end, restarts = client.last_end, number(client.status, "restartCount")
    if not end and not restarts:
        return fine("client-never-died", client.subject)
    facts = {"restarts": str(restarts), "exit": str(field(end, "exitCode") if end else "?")}
    if mended and not _looping(end, restarts, snapshot):
        return trouble("client-died-before", client.subject, _told(client, end), **facts)
    return trouble(_code(client, end), client.subject, _told(client, end), **facts)


def _looping(end: Json, restarts: int, snapshot: Snapshot) -> bool:
    ended = text(end, "finishedAt")
    return restarts >= _LOOP and bool(ended) and waited(snapshot, ended) < _LOOP_SECONDS


def _code(client: Client, end: Json) -> str:
    """Exit code 0 without a signal is the work of a client that was told to leave, or never stayed."""
    if text(end, "reason") == "OOMKilled":
        return "client-out-of-memory"
    if field(end, "exitCode") == 0:
        return "client-ended-without-error"
    if text(client.status, "state", "waiting", "reason") == "CrashLoopBackOff":
        return "client-crash-loop"
    return "client-failed"


def _told(client: Client, end: Json) -> str:
    waiting = text(client.status, "state", "waiting", "reason")
    parts = (("state", waiting), ("last", text(end, "reason")), ("finishedAt", text(end, "finishedAt")))
    return " ".join(f"{key}={value}" for key, value in parts if value)
