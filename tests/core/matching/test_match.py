"""The matching's rules, each with the texts that made it: on the built-in casebook, end to end and pure."""

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.matching.index import Index, index
from bot.edge.casebook import load
from bot.flow import answer
from bot.model.case import Strength
from bot.model.match import Matching
from bot.model.text import RawText

_EVENT = (
    '  Warning  FailedMount  2m11s (x9 over 12m)  kubelet  MountVolume.MountDevice failed for volume "pvc-5d0c3a2e" : '
    "kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name csi.juicefs.com not "
    "found in the list of registered CSI drivers"
)
_GENERIC = (
    "  Warning  FailedMount  12s  kubelet  Unable to attach or mount volumes: unmounted volumes=[data], "
    "unattached volumes=[data]: timed out waiting for the condition"
)
_PIECES = [
    "juicefs",
    "mount pod",
    "csi.sock: connect:",
    "Pending",
    "NOAUTH",
    "卡住",
    "\n",
    "transport endpoint",
    "`",
    "{pv}",
]


@cache
def _index() -> Index:
    return index(load())


def _found(text: str) -> Matching:
    return answer(RawText(text), _index(), None).matching


def _best(text: str) -> str | None:
    best = _found(text).best
    return best.case if best else None


def test_the_true_event_is_certain() -> None:
    """The literal of a JuiceFS component, whole, is certain."""
    first = _found(_EVENT).matches[0]
    assert (first.case, first.strength) == ("csi-driver-not-registered", Strength.CERTAIN)


@pytest.mark.parametrize(
    "driver", ["ebs.csi.aws.com", "rook-ceph.rbd.csi.ceph.com", "driver.longhorn.io", "csi.tigera.io"]
)
def test_another_products_twin_is_silent(driver: str) -> None:
    """The same sentence about another driver is not ours, however high it scores."""
    assert _best(_EVENT.replace("csi.juicefs.com", driver)) is None


def test_a_twin_stays_silent_beside_talk_of_juicefs() -> None:
    """A line that names another driver is that driver's, also in a paste that names JuiceFS elsewhere."""
    twin = _EVENT.replace("csi.juicefs.com", "ebs.csi.aws.com")
    assert _best(f"{twin}\nour juicefs volumes work fine") != "csi-driver-not-registered"


def test_generic_lines_yield_to_specific_ones() -> None:
    """The line that accompanies every mount failure never outranks the one that tells the reason."""
    found = _found(f"{_GENERIC}\n{_EVENT}\n{_GENERIC}")
    assert found.matches[0].case == "csi-driver-not-registered"
    assert all(one.strength <= Strength.POSSIBLE for one in found.matches if one.case == "volume-not-published")


def test_a_generic_line_alone_is_no_more_than_possible() -> None:
    """Nothing in it names JuiceFS: silent in a channel, mentioned to somebody who asked."""
    found = _found(_GENERIC)
    assert found.best is None
    assert found.matches[0].case == "volume-not-published"


def test_two_troubles_in_one_paste_are_both_told() -> None:
    """A paste with two proven troubles leads to both, each with its own line."""
    auth = "2026/05/04 02:11:02.101010 juicefs[231] <FATAL>: load setting: NOAUTH Authentication required."
    found = _found(f"{_EVENT}\n{auth}")
    told = {str(one.case): one.evidence[0].number for one in found.matches if one.strength is Strength.CERTAIN}
    assert told["csi-driver-not-registered"] == 1
    assert told["redis-auth-required"] == 2


def test_a_cause_ranks_above_its_effect() -> None:
    """Found together, the case that explains the other comes first."""
    log = "I1120 17:33:28.559939       7 kubelet_client.go:170] GetNodeRunningPods err: Unauthorized"
    assert _found(f"{_EVENT}\n{log}").matches[0].case == "kubelet-unauthorized"


def test_the_same_words_in_another_place_are_another_case() -> None:
    """ENOTCONN in a running container is a lost mount; in the runtime's `failed to stat` the container never ran."""
    shell = "juicefs: ls: /data: Transport endpoint is not connected"
    runtime = (
        'Error: failed to generate container "d51d" spec: failed to generate spec: failed to stat '
        '"/var/lib/kubelet/pods/dc0e8b63-549b-43e5-8be1-f84b25143fcd/volumes/kubernetes.io~csi/juicefs-pv/mount": '
        "transport endpoint is not connected"
    )
    assert _best(shell) == "mount-point-lost"
    assert _best(runtime) == "mount-options-malformed"


@pytest.mark.parametrize("width", [60, 80, 100, 132])
def test_wrapped_lines_are_read_whole(width: int) -> None:
    """A terminal's hard wrap, in the middle of a word too, changes nothing."""
    wrapped = "\n".join(_EVENT[at : at + width] for at in range(0, len(_EVENT), width))
    assert _best(wrapped) == "csi-driver-not-registered"


@pytest.mark.parametrize(
    "dress",
    [
        lambda text: f"hi team, anyone seen this?\n```\n{text}\n```",
        lambda text: f"有人遇到过吗\n{text}",
        lambda text: text.replace('"', "“"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("csi.juicefs.com", "<http://csi.juicefs.com|csi.juicefs.com>"),
        lambda text: "\n".join(f"&gt; {line}" for line in text.split("\n")),
        lambda text: text.upper(),
        lambda text: f"\x1b[31m{text}\x1b[0m",
    ],
)
def test_what_chat_does_to_a_text_changes_nothing(dress: Callable[[str], str]) -> None:
    """Questions around it, code fences, quotes, links, odd blanks, colours and capitals."""
    assert _best(dress(_EVENT)) == "csi-driver-not-registered"


def test_a_slip_of_the_fingers_is_forgiven() -> None:
    """A short text typed by hand with a wrong letter still leads to its case."""
    assert _best("juicefs mount pod stuck in pendng, insuficient memory") == "mount-pod-pending"


def test_a_trouble_in_the_middle_of_a_long_log_is_found() -> None:
    """Thousands of ordinary lines around it do not hide the one that counts."""
    noise = [
        f'I0504 02:10:05 7 node.go:{n}] "creating dir" logger="NodePublishVolume" volumeId="pv-{n}"'
        for n in range(6000)
    ]
    found = _found("\n".join([*noise[:3000], _EVENT.strip(), *noise[3000:]]))
    assert found.matches[0].case == "csi-driver-not-registered"
    assert found.matches[0].evidence[0].number == 3001


def test_evidence_numbers_are_those_of_the_text() -> None:
    """The proving line's number is the one that the person sees in their own paste."""
    found = _found(f"first\n\n```\n{_EVENT}\n```")
    assert found.matches[0].evidence[0].number == 4


@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=30)), max_size=20).map(" ".join))
@example("")
@example(" \n ")
@settings(max_examples=150, deadline=None)
def test_any_text_has_an_answer_and_always_the_same(text: str) -> None:
    """No text raises; likely and certain have proof; the same text gives the same answer."""
    found = _found(text)
    assert found == _found(text)
    assert all(one.evidence for one in found.matches)
    assert [one.strength for one in found.matches] == sorted((one.strength for one in found.matches), reverse=True)
