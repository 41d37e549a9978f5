"""The bot's own way to ask a real API server, for tests."""

from bot.edge.cluster.connect import Access, connect
from bot.edge.cluster.take import take_snapshot
from bot.edge.cluster.wire import Transport
from bot.model.snapshot import PodRef, Snapshot
from tests.control_plane.fixture import Kube
from tests.control_plane.server import BOT
from tests.scenes.scene import load
from tests.scenes.take import unchanged


def sending(kube: Kube, token: str = BOT) -> Transport:
    """The bot's own way to send requests, as the person of that token."""
    return connect(Access(kubeconfig=kube.plane.kubeconfig(token)), 10, {}).send


def take(kube: Kube, pod: PodRef, token: str = BOT, seconds: float = 60.0) -> Snapshot:
    """A snapshot of the running server."""
    taken_at = load("healthy").now
    send = sending(kube, token)
    return take_snapshot(pod, context="", taken_at=taken_at, send=send, redact=unchanged, seconds=seconds)
