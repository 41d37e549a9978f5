"""The reading plan: what is asked for which pod, in what order, and how much of it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.chain.asks import MAX_CLAIMS, REQUESTS, first_asks, next_asks
from bot.model.snapshot import Ask, Part, PodRef, Snapshot, Unread
from tests.scenes.scene import compose, load
from tests.scenes.take import changed, snapshot_of

APP = load("healthy").get("app")["metadata"]
CSI = ("kube-system", "juicefs-csi-node-8rd96")


def asked(snapshot: Snapshot, part: Part) -> list[Ask]:
    """The questions of one part that were asked, in their order."""
    return [ask for ask in snapshot.answers if ask.part is part]


def logs(snapshot: Snapshot) -> set[tuple[str, str, bool]]:
    """The logs that were asked for: pod, container, previous."""
    return {(ask.name, ask.container, ask.previous) for ask in asked(snapshot, Part.LOG)}


def changes(**parts: Any) -> Snapshot:  # noqa: ANN401 - a scene's parts
    """The snapshot of the healthy scene with changes."""
    return changed(**parts)


def test_nothing_but_the_pod_and_what_needs_no_pod_is_asked_first() -> None:
    """Before the pod is known, only what every diagnosis needs is asked, the pod before all."""
    empty = Snapshot("", "", PodRef("shop", "api"), {})
    assert next_asks(empty) == first_asks(empty)
    assert next_asks(empty)[0] == Ask(Part.POD, "shop", "api")


def test_a_healthy_pod_costs_twenty_requests() -> None:
    """One volume, all well: twenty questions, and none about what only explains a trouble."""
    snapshot = snapshot_of("healthy")
    assert len(snapshot.answers) == 20
    troubles = (Part.LEASES, Part.JOBS, Part.UNBOUND_MOUNT_PODS, Part.PRIORITY_CLASS)
    assert not any(asked(snapshot, part) for part in troubles)
    assert not any(previous for _pod, _container, previous in logs(snapshot))
    assert next_asks(snapshot) == ()


def test_what_is_under_way_is_not_asked_again() -> None:
    """A question that is answered or in flight never comes a second time."""
    empty = Snapshot("", "", PodRef("shop", "api"), {})
    first = next_asks(empty)
    assert next_asks(empty, frozenset(first)) == ()
    assert next_asks(empty, frozenset(first[1:])) == first[:1]


def test_an_unscheduled_pod_asks_nothing_of_a_node() -> None:
    """Without a node there is no CSI Node and no Mount Pod to ask for; the PVC is followed all the same."""
    snapshot = changes(change=[{"of": "app", "set": {"spec.nodeName": None, "status.phase": "Pending"}}])
    parts = {ask.part for ask in snapshot.answers}
    assert not parts & {Part.NODE, Part.CSI_NODE, Part.CSI_NODE_PODS, Part.MOUNT_PODS, Part.NODE_PODS}
    assert {Part.CLAIM, Part.VOLUME, Part.CONFIG} <= parts


def test_a_pending_pvc_asks_for_its_events_and_the_leading_controllers_log() -> None:
    """The log is that of the controller that holds the lease, whatever number its name ends in."""
    unbound = {"status.phase": "Pending", "spec.volumeName": None}
    snapshot = changes(change=[{"of": "claim", "set": unbound}, {"remove": "pv"}, {"remove": "mount"}])
    claim = load("healthy").get("claim")["metadata"]["uid"]
    assert Ask(Part.EVENTS, "shop", claim) in snapshot.answers
    assert ("juicefs-csi-controller-1", "juicefs-plugin", False) in logs(snapshot)
    assert not any(pod == "juicefs-csi-controller-0" for pod, _, _ in logs(snapshot))


def test_both_controllers_are_asked_when_the_leases_do_not_tell() -> None:
    """With leases forbidden, either controller may be the one that leads."""
    unbound: dict[str, Any] = {"of": "claim", "set": {"status.phase": "Pending", "spec.volumeName": None}}
    snapshot = changes(change=[unbound], forbid=["leases"])
    assert {pod for pod, _, _ in logs(snapshot)} >= {"juicefs-csi-controller-0", "juicefs-csi-controller-1"}


def test_a_restarted_container_is_asked_for_its_log_before_the_restart() -> None:
    """The reason of a restart stands in the log of the run before."""
    restarts = "status.containerStatuses[{}].restartCount".format
    snapshot = changes(
        change=[
            {"of": "mount", "set": {restarts("jfs-mount"): 1}},
            {"of": "csi", "set": {restarts("juicefs-plugin"): 2}},
        ]
    )
    assert {container for _pod, container, previous in logs(snapshot) if previous} == {"jfs-mount", "juicefs-plugin"}


def test_a_container_that_never_ran_has_no_log_to_ask_for() -> None:
    """The API server answers 400 for a container that still waits; so it is not asked."""
    waiting = {"status.containerStatuses[jfs-mount].state": {"waiting": {"reason": "ContainerCreating"}}}
    snapshot = changes(change=[{"of": "mount", "set": waiting}])
    assert not any(container == "jfs-mount" for _pod, container, _previous in logs(snapshot))


def test_the_registrar_is_asked_only_when_registration_is_in_doubt() -> None:
    """Its log is read when CSINode lacks the driver or the CSI Node pod is not ready, with that pod's events."""
    registrar = (CSI[1], "node-driver-registrar", False)
    assert registrar not in logs(snapshot_of("healthy"))
    assert registrar in logs(changes(change=[{"of": "registry", "set": {"spec.drivers": None}}]))
    unready = changes(change=[{"of": "csi", "set": {"status.conditions[Ready].status": "False"}}])
    assert registrar in logs(unready)
    assert Ask(Part.EVENTS, "kube-system", load("healthy").get("csi")["metadata"]["uid"]) in unready.answers


def test_unbound_mount_pods_are_asked_for_when_none_on_the_node_serves_the_volume() -> None:
    """A Mount Pod that waits for a node is only looked for where one is missed."""
    assert asked(changes(change=[{"remove": "mount"}]), Part.UNBOUND_MOUNT_PODS)
    assert not asked(snapshot_of("healthy"), Part.UNBOUND_MOUNT_PODS)


def test_jobs_are_asked_for_where_something_is_being_deleted() -> None:
    """Jobs that abort FUSE connections or delete volumes matter for what is stuck in deletion."""
    leaving = {"metadata.deletionTimestamp": "2026-05-04T02:12:00Z"}
    assert asked(changes(change=[{"of": "app", "set": leaving}]), Part.JOBS)
    assert asked(changes(change=[{"of": "mount", "set": leaving}]), Part.JOBS)


def test_an_injected_pod_asks_for_its_own_sidecars_log() -> None:
    """In sidecar mode the JuiceFS client's log is in the application pod; no CSI Node is asked."""
    assert logs(snapshot_of("injected")) == {(APP["name"], "jfs-mount", False)}


def test_a_priority_class_of_the_users_own_is_looked_up() -> None:
    """Kubernetes' two system classes are known; another one is read, because it may never preempt."""
    own = {"of": "mount", "set": {"spec.priorityClassName": "storage-high"}}
    assert asked(changes(change=[own]), Part.PRIORITY_CLASS) == [Ask(Part.PRIORITY_CLASS, name="storage-high")]


def test_a_volume_that_is_not_well_is_asked_for_its_events() -> None:
    """Events of a PV stand in the namespace default, since it has none itself."""
    failed = changes(change=[{"of": "pv", "set": {"status.phase": "Failed"}}])
    assert Ask(Part.EVENTS, "default", load("healthy").get("pv")["metadata"]["uid"]) in failed.answers


def test_a_pod_with_many_volumes_stays_within_the_budget() -> None:
    """Twelve JuiceFS volumes: four are followed, and no more than REQUESTS questions are asked in all."""
    many: list[Any] = []
    for number in range(12):
        claim = {"persistentVolumeClaim": {"claimName": f"data-{number}"}, "name": f"data-{number}"}
        many += [{"of": "app", "set": {"spec.volumes[+]": claim}}, {"copy": "claim", "as": f"shop/data-{number}"}]
    snapshot = changes(change=many)
    assert len(snapshot.answers) <= REQUESTS
    assert len(asked(snapshot, Part.CLAIM)) == MAX_CLAIMS


RESOURCES = st.sampled_from(
    "events csinodes nodes namespaces daemonsets persistentvolumeclaims persistentvolumes pods/log configmaps".split()
)


@given(forbid=st.sets(RESOURCES), silent=st.sets(RESOURCES))
def test_reading_always_ends_within_the_budget(forbid: set[str], silent: set[str]) -> None:
    """Whatever is refused or never answered, the plan comes to an end, and every gap carries its reason."""
    snapshot = snapshot_of(compose({"base": "healthy", "forbid": sorted(forbid), "silent": sorted(silent)}))
    assert len(snapshot.answers) <= REQUESTS
    assert next_asks(snapshot) == ()
    assert {gap.reason for _ask, gap in snapshot.gaps()} <= {"forbidden", "timeout"}
    assert not isinstance(snapshot.pod, Unread)


def test_memory_is_measured_where_it_may_be_short() -> None:
    """How much memory a client uses is asked where its limit was lowered, or where it was killed; a sidecar's too."""
    limit = "spec.containers[jfs-mount].resources.limits.memory"
    assert not asked(changes(), Part.POD_METRICS)
    low = asked(changes(change=[{"of": "mount", "set": {limit: "2Gi"}}]), Part.POD_METRICS)
    assert [(ask.namespace, ask.name) for ask in low] == [
        ("kube-system", load("healthy").get("mount")["metadata"]["name"])
    ]
    killed = {"status.containerStatuses[jfs-mount].lastState": {"terminated": {"reason": "OOMKilled", "exitCode": 137}}}
    assert asked(changes(change=[{"of": "mount", "set": killed}]), Part.POD_METRICS)
    sidecar = {"spec.initContainers[jfs-mount].resources.limits.memory": "1Gi"}
    (ask,) = asked(changed("injected", change=[{"of": "app", "set": sidecar}]), Part.POD_METRICS)
    assert (ask.namespace, ask.name) == ("shop", APP["name"])


def test_jobs_are_asked_for_a_volume_that_cannot_be_deleted() -> None:
    """A PersistentVolume that is Released or Failed calls for the Job that should remove it."""
    for phase in ("Released", "Failed"):
        assert asked(changes(change=[{"of": "pv", "set": {"status.phase": phase}}]), Part.JOBS)
