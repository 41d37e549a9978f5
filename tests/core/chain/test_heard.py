"""What events and logs may say: only what concerns this pod, and what is over only as history."""

from bot.core.chain.heard import Heard
from bot.core.chain.heard_events import heard_events
from bot.core.chain.heard_logs import heard_logs
from bot.core.chain.mount_chain import mount_chain
from bot.core.judging.heard_match import leads
from bot.model.case import CaseId
from bot.model.snapshot import Snapshot
from tests.core.judging.diagnosing import built_in
from tests.scenes.take import changed, snapshot_of

METADATA = CaseId("metadata-engine-unreachable")
MOUNT_FAILED = (
    'MountVolume.SetUp failed for volume "<pv>" : rpc error: code = Internal desc = Could not mount juicefs: x'
)


def events(snapshot: Snapshot) -> list[Heard]:
    """The events that are heard."""
    return list(heard_events(snapshot, mount_chain(snapshot)))


def logs(snapshot: Snapshot) -> list[Heard]:
    """The log lines that are heard."""
    return list(heard_logs(snapshot, mount_chain(snapshot)))


def about_app(message: str, reason: str = "FailedMount", base: str = "waiting", **more: object) -> list[bool]:
    """For each event of the application that is heard beside the scene's own: whether it is over."""
    own = {one.line for one in events(snapshot_of(base))}
    event = {"about": "app", "reason": reason, "message": message, **more}
    return [one.past for one in events(changed(base, events=[event])) if one.line not in own]


def test_an_event_about_the_volume_is_heard() -> None:
    """By its PV's name, its name in the pod, the driver's name, or its path under kubelet."""
    assert about_app(MOUNT_FAILED) == [False]
    assert about_app("Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[x]: gone") == [
        False
    ]
    assert about_app("driver name csi.juicefs.com not found") == [False]
    assert about_app("Error: stat /var/lib/kubelet/pods/x/volumes/kubernetes.io~csi/<pv>/mount", "Failed") == [False]


def test_an_event_about_something_else_is_not_heard() -> None:
    """Another volume's trouble, the application's image, its own crash, the scheduler's words: none proves anything."""
    assert about_app('MountVolume.SetUp failed for volume "kube-api-access-5sqd8" : configmap not found') == []
    assert about_app('Failed to pull image "juicedata/mount:x": not found', "Failed") == []
    assert about_app("Back-off restarting failed container api", "BackOff") == []
    assert about_app("0/3 nodes are available: 3 Insufficient cpu.", "FailedScheduling") == []


def test_an_event_before_the_last_start_is_over() -> None:
    """Kubelet starts no container before every volume is mounted; an event of an hour ago is history too."""
    crashed = {"status.containerStatuses[api].ready": False, "status.conditions[Ready].status": "False"}
    change = [{"of": "app", "set": crashed}]
    event = {"about": "app", "reason": "FailedMount", "message": MOUNT_FAILED}
    before, after = (changed(change=change, events=[{**event, "ago": ago}]) for ago in ("9m50s", "1m"))
    assert [one.past for one in events(before) if "Could not mount" in one.line] == [True]
    assert [one.past for one in events(after) if "Could not mount" in one.line] == [False]
    assert about_app(MOUNT_FAILED, ago="1h1m") == [True]


def test_what_a_pod_that_works_was_told_is_over() -> None:
    """While it is ready, no event of it, of its Mount Pod or of its bound PVC is more than history."""
    told = [
        {"about": "app", "reason": "FailedMount", "message": MOUNT_FAILED},
        {"about": "mount", "reason": "Unhealthy", "message": "Readiness probe failed"},
    ]
    found = events(changed(events=told))
    assert {one.subject.split()[0] for one in found} == {"Pod", "Mount"}
    assert all(one.past for one in found)


def test_a_mount_pod_that_was_replaced_is_history() -> None:
    """While another serves the volume, what the old one says on its way out is over."""
    old = {"copy": "mount", "as": "kube-system/juicefs-node-b-old-aaaaaa", "call": "old"}
    old["set"] = {"metadata.deletionTimestamp": "2026-05-04T02:19:00Z"}  # type: ignore[assignment]  # YAML of any form
    event = {"about": "old", "reason": "FailedPreStopHook", "message": "PreStopHook failed"}
    found = events(changed(change=[old], events=[event]))
    assert [one.past for one in found if one.line.startswith("FailedPreStopHook")] == [True]


def test_an_event_of_a_namesake_is_not_heard() -> None:
    """Events are asked for by uid; where a file of a snapshot has others under it, they are left out as well."""
    event = {"about": "app", "reason": "FailedMount", "message": MOUNT_FAILED, "uid": "another"}
    snapshot = changed("waiting", events=[event])
    assert not [one for one in events(snapshot) if "Could not mount" in one.line]


PLUGIN = "csi/juicefs-plugin"


def plugin_line(words: str, at: str = "0504 02:19:40") -> str:
    """A line of CSI Node's log."""
    return f'E{at}.000000       7 node.go:1] "failed" logger="NodePublishVolume" {words}\n'


def test_a_line_of_csi_node_counts_when_it_names_this_pods_volume() -> None:
    """Its uid, PV, handle or Mount Pod; another volume's line, a longer name and the pod's bare name do not."""
    own = plugin_line('volumeId="<pv>" err="own"')
    uid = plugin_line('target="/var/lib/kubelet/pods/<app.uid>/volumes" err="uid"')
    others = plugin_line('volumeId="<pv>-2" err="longer"') + plugin_line('appName="<app>" volumeId="x" err="other"')
    found = logs(changed("waiting", logs={PLUGIN: own + uid + others}))
    assert [one.line.split("err=")[1] for one in found if "err=" in one.line] == ['"own"', '"uid"']
    assert not any(one.past for one in found if "err=" in one.line)


def test_a_line_of_csi_node_from_before_the_pod_is_over() -> None:
    """A pod of a StatefulSet keeps its volume: what was said before it was created was said to its forerunner."""
    found = logs(changed("waiting", logs={PLUGIN: plugin_line('volumeId="<pv>"', "0504 02:09:00")}))
    assert [one.past for one in found if "NodePublish" in one.line] == [True]


def test_a_line_before_a_success_is_over() -> None:
    """What stands before the mount that succeeded is history, for CSI Node as for the client itself."""
    mounted = plugin_line('volumeId="<pv>" err="first"')
    mounted += 'I0504 02:19:41.000000       7 node.go:284] "juicefs volume mounted" target="/pods/<app.uid>/volumes"\n'
    mounted += plugin_line('volumeId="<pv>" err="second"', "0504 02:19:42")
    found = logs(changed("waiting", logs={PLUGIN: mounted}))
    assert [one.past for one in found if "err=" in one.line] == [True, False]
    client = (
        "2026/05/04 02:19:40.1 juicefs[7] <ERROR>: first\n2026/05/04 02:19:41.1 juicefs[7] <INFO>: OK, x is ready at"
    )
    client += " /jfs/x\n2026/05/04 02:19:42.1 juicefs[7] <ERROR>: second\n"
    found = logs(changed("starting-client", logs={"mount/jfs-mount": client}, change=RAN))
    assert [one.past for one in found if "<ERROR>" in one.line] == [True, False]


RAN = [
    {
        "of": "mount",
        "set": {
            "status.containerStatuses[jfs-mount].state": {"waiting": {"reason": "CrashLoopBackOff"}},
            "status.containerStatuses[jfs-mount].lastState": {"terminated": {"exitCode": 1, "reason": "Error"}},
        },
    }
]


def test_a_line_without_a_time_goes_on_with_the_one_before() -> None:
    """A trace is one statement, told in one line."""
    trace = "2026/05/04 02:19:40.1 juicefs[7] <FATAL>: Load metadata:\ndial tcp: i/o timeout\n\n"
    every = logs(changed("starting-client", logs={"mount/jfs-mount": trace}, change=RAN))
    (found,) = (one for one in every if "<FATAL>" in one.line)
    assert found.line.split("\n")[1] == "dial tcp: i/o timeout"


def test_a_log_without_times_is_read_line_by_line() -> None:
    """Where no line has a time, none goes on with another; and what is told of a trace is the row that shows it."""
    bare = "starting\n<FATAL>: Load metadata: NOAUTH Authentication required.\n"
    every = logs(changed("starting-client", logs={"mount/jfs-mount": bare}, change=RAN))
    assert len([one for one in every if one.subject.endswith("log")]) == 2
    trace = f"2026/05/04 02:19:40.1 juicefs[7] <INFO>: trace\n{bare}"
    found = leads(logs(changed("starting-client", logs={"mount/jfs-mount": trace}, change=RAN)), built_in())
    (ground,) = found[CaseId("redis-auth-required")].grounds
    assert ground.line == "<FATAL>: Load metadata: NOAUTH Authentication required."


def test_a_client_that_was_just_started_speaks_of_now() -> None:
    """Its clock may be another time zone's; what it said within an hour of its start is not history."""
    west = "2026/05/03 21:19:40.1 juicefs[7] <ERROR>: far west\n"
    found = logs(changed("starting-client", logs={"mount/jfs-mount": west}, change=RAN))
    assert [one.past for one in found if "far west" in one.line] == [False]
    state = {"status.containerStatuses[jfs-mount].state": {"running": {"startedAt": "2026-05-01T02:10:08Z"}}}
    old = logs(changed("starting-client", logs={"mount/jfs-mount": west}, change=[{"of": "mount", "set": state}]))
    assert [one.past for one in old if "far west" in one.line] == [True]


def test_the_controller_is_heard_on_this_pods_claim_alone() -> None:
    """With its namespace or its uid: PVCs of the same name are everywhere."""
    lines = "".join(f'E0504 02:19:40.0 1 c.go:1] "failed" PVC="{space}/orders-data"\n' for space in ("shop", "till"))
    pending = {"of": "claim", "set": {"status.phase": "Pending", "spec.volumeName": None}}
    found = logs(changed("waiting", change=[pending], logs={"standby/juicefs-plugin": lines}))
    assert [one.line.split()[-1] for one in found if "PVC=" in one.line] == ['PVC="shop/orders-data"']


def test_lines_lead_to_cases_as_pasted_ones_do() -> None:
    """A literal leads to its case, now or in the past; people's wordings find nothing in what programs print."""
    event = {
        "about": "app",
        "reason": "FailedMount",
        "message": MOUNT_FAILED.replace(": x", ": juicefs status 16s timed out"),
    }
    now = leads(events(changed("waiting", events=[event])), built_in())
    past = leads(events(changed(events=[{**event, "ago": "9m50s"}])), built_in())
    assert [one.past for one in now[METADATA].grounds] == [False]
    assert [one.past for one in past[METADATA].grounds] == [True]
    prose = {**event, "message": "juicefs mount pod stuck in pending because cpu is insufficient, please help"}
    assert "mount-pod-pending" not in leads(events(changed("waiting", events=[prose])), built_in())


def test_two_lines_are_never_read_as_one() -> None:
    """A literal whose halves stand in two events is no literal."""
    halves = [
        {"about": "app", "reason": "FailedMount", "message": "driver name <pv>"},
        {"about": "app", "reason": "FailedMount", "message": "<pv> not found in the list of registered csi drivers"},
    ]
    found = leads(events(changed("waiting", events=halves)), built_in())
    assert not any(ground.strong for lead in found.values() for ground in lead.grounds)
