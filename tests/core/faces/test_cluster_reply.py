"""What a person is told of a pod: the verdict first, real names in commands, and what could not be read."""

import re
from dataclasses import replace

import pytest

from bot.core.faces.blocks import to_blocks
from bot.core.faces.cluster_blocks import MOST_FINDINGS
from bot.core.faces.cluster_reply import make_cluster_reply
from bot.core.faces.terminal import to_terminal
from bot.model.case import Strength
from bot.model.diagnosis import Diagnosis, Verdict
from bot.model.finding import State, Weight
from bot.model.judgement import Ground
from bot.model.match import Evidence, Names, Source
from bot.model.text import Lang, SafeText
from tests.core.judging.diagnosing import FOLDER, built_in, diagnosed, of, of_file, view
from tests.scenes.take import changed, snapshot_of

NOT_REGISTERED = (
    "MountVolume.MountDevice failed: kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: "
    "driver name csi.juicefs.com not found in the list of registered CSI drivers"
)
POD = "shop/orders-api-6d4f9c7b8-x2k5p"
GONE = [{"remove": "csi"}, {"of": "registry", "set": {"spec.drivers": []}}]
TAINTED = FOLDER / "waits-on-a-tainted-node.yaml"


def test_the_text_and_the_cluster_are_joined_in_one_sentence() -> None:
    """Confirmed with so many signs, contradicted with the sentence that does, or left undecided; in both languages."""
    confirmed = of(
        "waiting", NOT_REGISTERED, change=[{"remove": "csi"}, {"of": "registry", "set": {"spec.drivers": []}}]
    )
    assert re.match(
        r"The text says “.*”, and the cluster agrees: (\d) of \1 signs confirmed\.", confirmed.reply.headline
    )
    contradicted = diagnosed(snapshot_of("waiting"), NOT_REGISTERED).reply
    assert re.search(r"The text says “.*”, but the cluster contradicts it: CSINode node-b: ", contradicted.headline)
    chinese = diagnosed(snapshot_of("waiting"), NOT_REGISTERED, Lang.ZH).reply
    assert re.search(r"文本指向“.*”，但集群的情况与之矛盾：CSINode node-b：", chinese.headline)
    undecided = of("healthy", "juicefs[7] <ERROR>: flush 123 timeout after waited 8m0s [writer.go:604]")
    assert "nothing in the cluster confirms or contradicts it" in undecided.reply.headline


@pytest.mark.parametrize("scene", ["waits-for-credentials", "waits-on-a-tainted-node", "client-without-fuse"])
def test_a_weak_sign_is_no_agreement(scene: str) -> None:
    """Where the cluster shows another case, the one weak sign that both have confirms nothing of what the text says."""
    snapshot = of_file(FOLDER / f"{scene}.yaml").snapshot
    noauth = "juicefs[7] <FATAL>: Load metadata: NOAUTH Authentication required."
    for lang, hinted, agrees in ((Lang.EN, "hints at it", "agrees"), (Lang.ZH, "不足以印证", "也相符")):
        headline = diagnosed(snapshot, noauth, lang).reply.headline
        assert hinted in headline
        assert agrees not in headline


def test_the_steps_are_those_of_the_cause_that_the_cluster_proves() -> None:
    """The taint was seen: how to install the driver and where kubelet lives are not what a person has to read."""
    [case] = [one for one in of_file(TAINTED).reply.cases if one.case == "csi-driver-not-registered"]
    steps = " ".join(step.text for step in case.steps)
    assert "node.tolerations" in steps
    assert "kubeletDir" not in steps
    assert case.cause
    assert "a taint keeps it away" in case.cause


def test_beside_a_certain_case_nothing_is_guessed() -> None:
    """What only weak signs in the cluster point to is left out; what the person's own text tells of stays."""
    assert of_file(TAINTED).reply.runners_up == ()
    noauth = "juicefs[7] <FATAL>: Load metadata: NOAUTH Authentication required."
    told = diagnosed(of_file(TAINTED).snapshot, noauth).reply
    assert "redis-auth-required" in [*(one.case for one in told.cases), *(one.case for one in told.runners_up)]


def test_where_they_differ_both_are_told() -> None:
    """First what became of the text, then what the cluster says instead."""
    text = "juicefs[7] <FATAL>: Load metadata: NOAUTH Authentication required."
    told = diagnosed(of_file(TAINTED).snapshot, text).reply
    assert told.headline.startswith("The text says “")
    assert "What the cluster says is “The JuiceFS CSI driver is not registered on this node”" in told.headline
    assert [case.case for case in told.cases][:1] == ["csi-driver-not-registered"]


def test_a_text_about_other_objects_is_said_to_be() -> None:
    """It names another pod's volume, so the sentence about the cluster stands alone."""
    text = f'pod "till-0": {NOT_REGISTERED} claim "till/till-data"'
    told = diagnosed(snapshot_of("healthy"), text).reply
    assert told.headline.startswith("The text names other pods or volumes than this pod's")
    assert "is healthy" in told.headline


def test_every_outcome_has_its_sentence() -> None:
    """Healthy, not JuiceFS, no case, too little read: each is said as it is."""
    assert of().reply.headline == (
        "Pod shop/orders-api-6d4f9c7b8-x2k5p is healthy: it works, and nothing along its mount chain is wrong."
    )
    assert of_file(FOLDER / "image-of-the-app-is-missing.yaml").reply.headline.startswith(
        "This is not JuiceFS. Pod shop"
    )
    assert of(change=[{"of": "node", "set": PRESSED}]).reply.headline.startswith("No case fits, but this is not as it")
    assert "runs and is ready, but not everything could be read" in of(forbid=["csinodes"]).reply.headline
    unread = of_file(FOLDER / "waits-and-nothing-may-be-read.yaml").reply
    assert unread.headline.endswith("cannot be told: too much could not be read.")


PRESSED = {"status.conditions[MemoryPressure].status": "True"}


def test_a_pod_that_was_just_created_is_starting() -> None:
    """Twenty seconds after it came to its node nothing is wrong yet, and that is said."""
    early = of("waiting", now="2026-05-04T02:10:20Z", change=[{"remove": f"Event {POD}.waiting-0"}])
    assert early.reply.headline.endswith("is still starting, and nothing is wrong so far. Ask again in a minute.")


def test_the_reason_is_told_before_the_symptom() -> None:
    """A pod that waits for a PVC, whose class is gone: the class is what a person has to look at."""
    waits = {"type": "PodScheduled", "status": "False", "message": "pod has unbound immediate PersistentVolumeClaims."}
    change = [
        {"of": "claim", "set": {"spec.volumeName": None, "status.phase": "Pending"}},
        {"of": "app", "set": {"spec.nodeName": None, "status.containerStatuses": None, "status.conditions": [waits]}},
        {"remove": "class"},
    ]
    assert "StorageClass juicefs-sc does not exist" in of("waiting", change=change).reply.headline
    event = {"about": "claim", "reason": "ProvisioningFailed", "message": "quota <exceeded>"}
    headline = of("waiting", change=change[:2], events=[event]).reply.headline
    assert headline.endswith("(ProvisioningFailed: quota <exceeded>)")


def test_what_is_over_is_no_second_guess() -> None:
    """A pod that works after a slow start is not told what its trouble could also be."""
    found = of_file(FOLDER / "works-after-a-slow-start.yaml")
    assert [one.case for one in view(found).judged] != []
    assert found.reply.runners_up == ()


def test_commands_hold_the_real_names() -> None:
    """The pod, its node, PVC, PV, class, Mount Pod, CSI Node, Secret, and the controller where it matters."""
    names = of().reply.names
    assert names == {
        "app_ns": "shop",
        "app_pod": "orders-api-6d4f9c7b8-x2k5p",
        "app_uid": "3b1c9a52-6c1e-4f0a-9f57-2a5f0d6c7e11",
        "node": "node-b",
        "csi_ns": "kube-system",
        "csi_node_pod": "juicefs-csi-node-8rd96",
        "pvc": "orders-data",
        "pv": "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20",
        "volume_handle": "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20",
        "sc": "juicefs-sc",
        "mount_pod": "juicefs-node-b-pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20-kqzvwe",
        "unique_id": "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20",
        "secret": "juicefs-secret",
        "secret_ns": "kube-system",
    }
    assert (
        of_file(FOLDER / "claim-waits-with-a-selector.yaml").reply.names["controller_pod"] == "juicefs-csi-controller-1"
    )
    runs = [command.run for case in of_file(TAINTED).reply.cases for command in case.commands]
    assert any("node-b" in run for run in runs)
    assert not any("{node}" in run or "{app_ns}" in run or "{csi_ns}" in run for run in runs)


def test_commands_beside_a_sidecar_ask_the_pod_itself() -> None:
    """There is no Mount Pod and no CSI Node to ask: the client's log is that of a container in the pod."""
    reply = of_file(FOLDER / "starts-beside-a-sidecar-that-is-refused.yaml").reply
    runs = [command.run for case in reply.cases for command in case.commands]
    pod = reply.names["app_pod"]
    assert any(run.startswith(f"kubectl -n shop logs {pod} -c jfs-mount ") for run in runs)
    assert not any("mount_pod" in run or "csi_node_pod" in run or "juicefs-mount" in run for run in runs)


def test_of_two_volumes_the_one_in_trouble_is_named() -> None:
    """Commands are about the volume that a trouble names."""
    second = [
        {"copy": "claim", "as": "shop/archive", "set": {"spec.volumeName": None, "status.phase": "Pending"}},
        {"of": "app", "set": {"spec.volumes[+]": {"name": "a", "persistentVolumeClaim": {"claimName": "archive"}}}},
    ]
    assert of("waiting", change=second).reply.names["pvc"] == "archive"


def test_what_could_not_be_read_is_said_with_its_reason() -> None:
    """By reason, with the way to mend it; an object that does not exist is no gap."""
    told = of(forbid=["csinodes", "nodes"], silent=["jobs"]).reply
    assert told.cluster is not None
    assert told.cluster.gaps == ("Could not be read: CSINode, Node (not allowed).",)
    assert any("deploy/base/rbac.yaml" in line for line in told.advice)
    gone = of(change=[{"remove": "class"}]).reply
    assert gone.cluster is not None
    assert gone.cluster.gaps == ()


def test_trouble_stands_beside_the_line_that_shows_it() -> None:
    """In the terminal every finding is listed with its raw line, in Slack those that are not fine with a short one."""
    reply = of_file(TAINTED).reply
    assert reply.cluster is not None
    printed, posted = to_terminal(reply), str(to_blocks(reply).blocks)
    for one in reply.cluster.findings:
        assert one.sentence in printed
        assert one.state == "fine" or one.sentence in posted
    assert "DaemonSet kube-system/juicefs-csi-node" in posted
    assert "more questions were asked, and all is well there" in posted
    assert "more questions" not in str(to_blocks(reply, whole=True).blocks)


def test_a_first_message_shows_what_proves_the_case_once() -> None:
    """The event's line is told as the proof, cut where it is long, and neither it nor a finding is told twice."""
    reply = of_file(TAINTED).reply
    posted = str(to_blocks(reply).blocks)
    assert posted.count("not found in the list of registered CSI drivers") == 1
    assert posted.count("is not registered on this node, so kubelet cannot mount its volumes") == 1
    assert str(to_blocks(reply, whole=True).blocks).count("is not registered on this node, so kubelet") == 2


def test_what_is_over_proves_nothing_in_a_first_message() -> None:
    """An event of an hour ago stands with everything else; the findings of now are the proof."""
    reply = of_file(TAINTED).reply
    over = Evidence(SafeText("earlier, over now: Pod shop/web-0: FailedMount: it was so"), 0, Source.EVENT)
    told = replace(reply, cases=(replace(reply.cases[0], evidence=(over,)),))
    assert "it was so" in str(to_blocks(told, whole=True).blocks)
    assert "it was so" not in str(to_blocks(told).blocks)


def test_where_all_is_well_nothing_is_called_more() -> None:
    """A healthy pod has one line: how much was asked."""
    said = str(to_blocks(of().reply).blocks)
    assert "questions were asked, and all is well." in said
    assert "more questions" not in said


def test_of_many_findings_the_troubles_come_first() -> None:
    """Where eight have to do, nothing unknown hides a trouble, and what is left out is never called fine."""
    reply = of_file(FOLDER / "waits-and-nothing-may-be-read.yaml").reply
    assert reply.cluster is not None
    bad = [one for one in reply.cluster.findings if one.state != "fine"]
    trouble = replace(bad[-1], state=State.TROUBLE, subject="the last", sentence="It is broken.")
    crowded = replace(reply, cluster=replace(reply.cluster, findings=(*bad, trouble)))
    posted = str(to_blocks(crowded).blocks)
    assert "It is broken." in posted
    assert f"❔ {len(bad) + 1 - MOST_FINDINGS} more findings" in posted
    assert "all is well there" not in posted


def test_what_speaks_against_a_likely_case_is_told_with_it() -> None:
    """A person who acts on a likely case has to know what does not fit."""
    found = of_file(TAINTED)
    seen = view(found)
    against = Ground(Source.FINDING, SafeText(""), Weight.WEAK, "Node node-b", seen.findings[0])
    judged = (replace(seen.judged[0], strength=Strength.LIKELY, speaks_against=(against,)),)
    doubted = replace(found.diagnosis, cluster=replace(seen, judged=judged))
    reply = make_cluster_reply(doubted, built_in().book)
    assert reply.cases[0].judgement == reply.headline
    assert re.search(r"(\d) of (?!\1)\d signs", reply.headline)
    (line,) = reply.cases[0].against
    assert line.startswith("Node node-b: ")
    assert line in to_terminal(reply)
    assert line in str(to_blocks(reply).blocks)


def test_a_reply_needs_a_pod() -> None:
    """A diagnosis of a text alone is another function's."""
    with pytest.raises(ValueError, match="no pod"):
        make_cluster_reply(Diagnosis(Verdict.NO_CASE, (), Names(), Lang.EN), built_in().book)


def test_control_characters_do_not_reach_the_terminal() -> None:
    """An event's message cannot move the cursor or colour the screen."""
    event = {
        "about": "app",
        "reason": "FailedMount",
        "message": 'volume "<pv>": \x1b[31mred\x1b[0m juicefs status 16s timed out',
    }
    assert "\x1b" not in to_terminal(diagnosed(changed("waiting", events=[event])).reply)
