"""The report for the maintainers holds what they ask for, and says what could not be read."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.core.oncall.upstream import MOST_PASTE, upstream_report
from bot.model.conversation import Conversation, ConversationId, Logged
from tests.edge.store.exchanges import NOON, asked, said, slack
from tests.scenes.take import changed, snapshot_of


def logged(*pastes: str) -> Logged:
    """A conversation with these pastes."""
    messages = [one for paste in pastes for one in (asked(paste), said("An answer of the bot."))]
    return Logged(ConversationId(1), NOON, NOON, Conversation(slack("1.1"), tuple(messages)))


def test_it_holds_images_versions_log_command_and_events() -> None:
    """Everything that the maintainers always ask for, from one reading of the cluster."""
    told = upstream_report(logged("mount failed"), snapshot_of("healthy"))
    assert re.search(r"JuiceFS CSI Driver image: `\S*juicefs-csi-driver:\S+`", told)
    assert re.search(r"JuiceFS client image: `\S*juicedata/mount:\S+`", told)
    assert re.search(r"Kubernetes version \(kubelet\): `v\d+\.\d+\.\d+\S*`", told)
    assert "Mount mode: mount-pod" in told
    assert "/bin/mount.juicefs" in told
    assert "### CSI Node log around the PV\n" in told
    assert "### Events\n" in told


def test_what_was_pasted_is_there_and_what_the_bot_said_is_not() -> None:
    """The maintainers want the user's words; a very long paste is cut."""
    told = upstream_report(logged("first error", "second error"), None)
    assert "first error\nsecond error" in told
    assert "An answer of the bot" not in told
    assert len(upstream_report(logged("x" * 9 * MOST_PASTE), None)) < 2 * MOST_PASTE


def test_without_a_cluster_it_says_what_to_run() -> None:
    """Nothing is left out silently."""
    told = upstream_report(logged("mount failed"), None)
    assert "The cluster was not read." in told
    assert "kubectl -n kube-system logs CSI_NODE_POD -c juicefs-plugin" in told


def test_what_could_not_be_read_is_said() -> None:
    """A refusal is not an absence."""
    told = upstream_report(logged(), changed("healthy", forbid=["pods/log", "events", "nodes"]))
    assert "Nothing was pasted." in told
    assert "Kubernetes version (kubelet): not read (forbidden)" in told
    assert "### CSI Node log around the PV\n\nnot read (" in told
    assert re.search(r"Pod \S+: not read \(forbidden\)", told)


@given(st.text(alphabet="`a\n~", max_size=60))
def test_no_paste_ends_its_own_block(paste: str) -> None:
    """Whatever back-quotes are pasted, the headings that follow are headings."""
    told = upstream_report(logged(f"x{paste}"), None)
    fence = re.search(r"^(`{3,})text$", told, re.MULTILINE)
    assert fence
    inside = told.split(f"{fence[1]}text\n", 1)[1].split(f"\n{fence[1]}\n", 1)[0]
    assert inside == f"x{paste}"
