"""Taking a snapshot: side by side, within a deadline, and with a clear word when the pod cannot be read."""

import time
from collections.abc import Iterable
from dataclasses import replace
from threading import Barrier, Event, Lock

import pytest

from bot.edge.cluster.fetch import transport
from bot.edge.cluster.take import take_snapshot
from bot.edge.cluster.wire import NO_CREDENTIALS, NO_TLS, Reply, Request, Transport
from bot.errors import ClusterError
from bot.model.snapshot import Ask, Json, Part, PodRef, Reason, Snapshot, Unread
from bot.model.text import Lang
from tests.edge.cluster.loopback import dripping, hanging_up, saying, server, silent
from tests.scenes.fake_api import api_of
from tests.scenes.scene import Scene, compose, load
from tests.scenes.take import unchanged

HEALTHY = load("healthy")


def take(send: Transport, pod: PodRef = HEALTHY.pod, seconds: float = 10.0, **more: object) -> Snapshot:
    """A snapshot of the healthy scene's pod, over any transport."""
    return take_snapshot(
        pod,
        context="",
        taken_at=HEALTHY.now,
        send=send,
        redact=unchanged,
        seconds=seconds,
        **more,  # type: ignore[arg-type]
    )


def refused(send: Transport, pod: PodRef = HEALTHY.pod, seconds: float = 10.0) -> str:
    """The English sentence with which the pod is refused; the Chinese one is there too."""
    with pytest.raises(ClusterError) as error:
        take(send, pod, seconds)
    assert error.value.said[Lang.ZH]
    return error.value.said[Lang.EN]


def renamed(name: str) -> PodRef:
    """A pod of that name in the scene's namespace."""
    return PodRef("shop", name)


def test_reads_go_side_by_side() -> None:
    """At least four reads are under way at once, or the barrier would break."""
    barrier, answered = Barrier(4, timeout=10), api_of(HEALTHY)
    first = {"/api/v1/pods", "/apis/apps/v1/daemonsets", "/apis/storage.k8s.io/v1/csidrivers"}

    def send(request: Request, deadline: float) -> Reply | Unread:
        if request.path in first or request.path.endswith(HEALTHY.pod.name):
            first.discard(request.path)
            barrier.wait()
        return answered(request, deadline)

    assert take(send).gaps() == ()


def test_what_is_late_is_unread_and_the_rest_is_there() -> None:
    """One read that never comes back costs the deadline and nothing else."""
    release, answered = Event(), api_of(HEALTHY)

    def send(request: Request, deadline: float) -> Reply | Unread:
        if request.path.endswith("/csinodes/node-b"):
            release.wait(30)
        return answered(request, deadline)

    snapshot = take(send, seconds=0.5)
    assert not release.is_set()
    release.set()
    assert [(ask.part, gap) for ask, gap in snapshot.gaps()] == [(Part.CSI_NODE, Unread(Reason.TIMEOUT))]
    assert not isinstance(snapshot.node, Unread)


def test_answers_stand_in_the_order_asked() -> None:
    """Whichever answer comes first, the same cluster gives the same snapshot."""
    answered, turn, lock = api_of(HEALTHY), [0], Lock()

    def send(request: Request, deadline: float) -> Reply | Unread:
        with lock:
            turn[0] += 1
            pause = 0.002 * (turn[0] % 3)
        time.sleep(pause)
        return answered(request, deadline)

    assert set(take(send).answers) == set(take(answered).answers)
    assert next(iter(take(send).answers)).part is Part.POD


def test_progress_is_told_after_each_answer() -> None:
    """What is done grows by one each time, what is left runs out, and no question is lost between the two."""
    steps: list[tuple[tuple[Ask, ...], tuple[Ask, ...]]] = []
    snapshot = take(api_of(HEALTHY), progress=lambda done, left: steps.append((done, left)))
    assert [len(done) for done, _left in steps] == list(range(1, len(snapshot.answers) + 1))
    assert steps[-1][1] == ()
    assert set(steps[-1][0]) == set(snapshot.answers)


def test_a_defect_of_our_own_is_raised_and_not_swallowed() -> None:
    """An error in a thread is raised where somebody waits for it, instead of looking like a slow cluster."""

    def send(request: Request, deadline: float) -> Reply | Unread:
        raise ZeroDivisionError(request, deadline)

    with pytest.raises(ZeroDivisionError):
        take(send)


def test_a_pod_that_is_not_there_is_answered_with_near_names() -> None:
    """A typing error, or a pod that its Deployment has replaced, is offered the names that are like it."""
    send = api_of(HEALTHY)
    for name in ("orders-api-6d4f9c7b8-x2k5q", "orders-api", "orders-ap", "orde", "orders-api-84c7d5f9b6-q9w8e"):
        assert refused(send, renamed(name)).endswith(f"Names near to it: {HEALTHY.pod.name}")


def test_a_pod_like_no_other_is_offered_nothing() -> None:
    """Names that only share a letter or two are no help."""
    assert refused(api_of(HEALTHY), renamed("zzz")) == (
        "There is no pod shop/zzz, and none with a name near to it in that namespace."
    )


def test_a_namespace_that_is_not_there_is_said() -> None:
    """Where the namespace itself is missing, no pod name is at fault."""
    assert refused(api_of(HEALTHY), PodRef("shpo", "api")) == "There is no namespace shpo in this cluster."


def test_near_names_need_no_right_to_list() -> None:
    """When pods may not be listed, the refusal does without near names."""
    answered = api_of(HEALTHY)

    def send(request: Request, deadline: float) -> Reply | Unread:
        if request.path.endswith("/pods"):
            return Reply(403, b"{}")
        return answered(request, deadline)

    assert "none with a name near to it" in refused(send, renamed("orders-api"))


def test_a_pod_that_may_not_be_read_is_said() -> None:
    """403 on the pod names the role that is missing."""
    assert "not allowed to read the pod" in refused(api_of(compose({"base": "healthy", "forbid": ["pods"]})))


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(401, b"{}"), "refuses my credentials: the token is expired or unknown"),
        (Reply(500, b"{}"), "cannot be reached (HTTP 500)"),
        (Reply(200, b"<html>"), "cannot be reached (not JSON)"),
        (Reply(302, b""), "cannot be reached (HTTP 302)"),
        (Unread(Reason.ERROR, NO_TLS), "cannot be reached (no TLS connection)"),
        (Unread(Reason.ERROR, NO_CREDENTIALS), "no valid credentials"),
        (Unread(Reason.TIMEOUT), "did not answer in time"),
    ],
)
def test_each_way_of_not_answering_has_its_own_sentence(reply: Reply | Unread, sentence: str) -> None:
    """Expired, broken, unreachable, silent: each is said for what it is, without a foreign word."""
    assert sentence in refused(lambda request, deadline: reply)  # noqa: ARG005 - a transport's signature


@pytest.mark.parametrize("talk", [silent, dripping(b""), dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")])
def test_a_frozen_or_dripping_server_is_given_up_at_the_deadline(talk: object) -> None:
    """Headers that drip fool every timeout of the HTTP library; the answer goes out all the same."""
    with server(talk) as api:  # type: ignore[arg-type]  # a Talk
        assert "did not answer in time" in refused(transport(api.client()), seconds=0.3)
        assert api.finished == 0


def test_a_server_that_hangs_up_is_told_at_once() -> None:
    """A refused connection does not wait for the deadline."""
    with server(hanging_up) as api:
        assert "cannot be reached (no connection)" in refused(transport(api.client()), seconds=600)


def test_another_servers_page_is_no_cluster() -> None:
    """A proxy's login page in place of the API server is not taken for a pod."""
    with server(saying(b"<html>sign in</html>")) as api:
        assert "not JSON" in refused(transport(api.client()))


def test_a_slow_pod_list_is_read_page_by_page() -> None:
    """All PersistentVolumes come in pages of 500, and count as one question."""
    pages: list[str] = []
    extra = [
        {
            "apiVersion": "v1",
            "kind": "PersistentVolume",
            "metadata": {"name": f"pv-{n}"},
            "spec": {"csi": {"driver": "x", "volumeHandle": "h"}},
        }
        for n in range(1200)
    ]
    answered = api_of(_with(HEALTHY, extra))

    def send(request: Request, deadline: float) -> Reply | Unread:
        if request.path == "/api/v1/persistentvolumes":
            pages.append(request.query)
        return answered(request, deadline)

    volumes = take(send).all_volumes
    assert not isinstance(volumes, Unread)
    assert len(volumes) == 1201
    assert pages == ["limit=500", "limit=500&continue=500", "limit=500&continue=1000"]


def test_half_a_list_is_no_list() -> None:
    """When the second page cannot be read, the whole list is unread: the missing half may hold the answer."""
    extra = [
        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": f"pv-{n}"}, "spec": {}}
        for n in range(600)
    ]
    answered = api_of(_with(HEALTHY, extra))

    def send(request: Request, deadline: float) -> Reply | Unread:
        return Reply(410, b"{}") if "continue" in request.query else answered(request, deadline)

    assert take(send).all_volumes == Unread(Reason.ERROR, "HTTP 410")


def _with(scene: Scene, objects: Iterable[Json]) -> Scene:
    return replace(scene, objects=(*scene.objects, *objects))
