"""Mount options: which cannot work, and where they are written."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.chain.mount_chain import mount_chain
from bot.core.chain.mount_options import fault, written_for, written_in_class
from tests.scenes.take import changed, snapshot_of

WORD = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9./:_-]{0,12}", fullmatch=True)


@given(WORD, WORD)
def test_a_plain_option_has_no_fault(key: str, value: str) -> None:
    """A word, or a word with a value, with blanks around them as the driver trims them."""
    assert fault(key) is None
    assert fault(f" {key} = {value} ") is None
    assert fault(f"{key}=${{.PVC.labels.{value}}}") is None


@given(WORD, WORD, st.sampled_from([" ", "\t", "\n"]))
def test_a_blank_between_two_words_is_a_fault(one: str, other: str, blank: str) -> None:
    """Whatever kind of blank it is."""
    assert fault(f"{one}{blank}{other}") is not None


@given(st.text(max_size=60))
def test_any_text_can_be_judged(option: str) -> None:
    """And the judgement does not change when the driver's trimming has been done."""
    assert fault(option) is fault(option.strip())


def test_options_are_told_with_their_place() -> None:
    """The ConfigMap's come first, then the PV's; a class's are for volumes to come."""
    config = "mountPodPatch:\n- mountOptions: [a, b=1]\n- pvcSelector: {matchName: other}\n  mountOptions: [c]\n"
    change = [
        {"of": "config", "set": {"data[config.yaml]": config}},
        {"of": "pv", "set": {"spec.csi.volumeAttributes.mountOptions": "d,e=2"}},
    ]
    snapshot = changed(change=change)
    (link,) = mount_chain(snapshot).links
    assert [(one.thing.split()[0], one.option) for one in written_for(snapshot, link)] == [
        ("ConfigMap", "a"),
        ("ConfigMap", "b=1"),
        ("PV", "d"),
        ("PV", "e=2"),
        ("PV", "cache-size=20480"),
    ]
    assert [one.option for one in written_in_class(link)] == ["cache-size=20480"]


def test_a_broken_configuration_holds_no_options() -> None:
    """Text that is no YAML gives nothing, and breaks nothing."""
    snapshot = changed(change=[{"of": "config", "set": {"data[config.yaml]": "mountPodPatch: [}"}}])
    (link,) = mount_chain(snapshot).links
    assert [one.thing.split()[0] for one in written_for(snapshot, link)] == ["PV"]
    assert len(list(written_for(snapshot_of("healthy"), link))) == 1
