"""Probe mount-options: is every mount option written so that it can work."""

from typing import Any

import pytest

from bot.core.probes.mount_options import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import Change, mount_died

FAILED = mount_died("Completed", 0, 0, waiting="")
ATTRIBUTE = "spec.csi.volumeAttributes.mountOptions"


def on_volume(*options: str) -> Change:
    """The PV with other mount options."""
    return {"of": "pv", "set": {"spec.mountOptions": list(options)}}


def config(text: str) -> Change:
    """The driver's ConfigMap with another configuration."""
    return {"of": "config", "set": {"data[config.yaml]": text}}


@pytest.mark.parametrize(
    ("option", "code"),
    [
        ("debug foreground", "mount-option-with-blank"),
        ("cache-dir=/a b", "mount-option-with-blank"),
        ("-o allow_other", "mount-option-with-dash"),
        ("--cache-size=1024", "mount-option-with-dash"),
        ("cache-size=1=2", "mount-option-with-two-equals"),
        ("a=1,b=2", "mount-option-with-two-equals"),
        ("debug,", "mount-option-empty"),
        ("", "mount-option-empty"),
    ],
)
def test_fires_on_an_option_that_cannot_work(option: str, code: str) -> None:
    """Each fault is told with the field it stands in and the option as it was written."""
    found = only(PROBE, change=[on_volume("cache-size=1024", option), FAILED])
    assert (found.code, found.facts["option"], found.facts["field"]) == (code, option, "spec.mountOptions")
    assert found.subject == "PV pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20"


def test_fires_on_options_in_the_volume_attributes() -> None:
    """The old way to write them, as one string with commas."""
    found = only(PROBE, change=[{"of": "pv", "set": {ATTRIBUTE: "cache-size=1024,-o debug"}}, FAILED])
    assert (found.code, found.facts["field"], found.facts["option"]) == (
        "mount-option-with-dash",
        ATTRIBUTE,
        "-o debug",
    )
    assert codes(PROBE, change=[{"of": "pv", "set": {ATTRIBUTE: "debug,,x"}}, FAILED]) == ["mount-option-empty"]


@pytest.mark.parametrize(
    "selector",
    [
        "",
        "pvcSelector: {matchName: orders-data}",
        "pvcSelector: {matchStorageClassName: juicefs-sc}",
        "nodeSelector: {kubernetes.io/os: linux}",
    ],
)
def test_fires_on_a_patch_for_this_volume(selector: str) -> None:
    """The driver's ConfigMap comes before the PV, for all volumes or for those that a patch selects."""
    text = f"mountPodPatch:\n- mountOptions: ['debug foreground']\n  {selector}\n"
    found = only(PROBE, change=[config(text), FAILED])
    assert (found.code, found.subject) == ("mount-option-with-blank", "ConfigMap juicefs-csi-driver-config")
    assert found.facts["field"] == "mountPodPatch[0].mountOptions"


def test_fires_weakly_where_nothing_suffers() -> None:
    """A fault beside a client that runs, or in the class that only new PVs are made from, will hurt later."""
    assert codes(PROBE, change=[on_volume("debug foreground")]) == ["mount-option-unsound-unused"]
    of_class = {"of": "class", "set": {"mountOptions": ["debug foreground"]}}
    found = only(PROBE, change=[of_class, FAILED])
    assert (found.code, found.subject) == ("mount-option-unsound-unused", "StorageClass juicefs-sc")


@pytest.mark.parametrize(
    "option",
    [
        "cache-size=1024",
        " cache-size = 1024 ",
        "subdir=${.PVC.namespace}/${.PVC.labels.a b}",
        "cache-dir=/a:/b",
        "debug,ro",
    ],
)
def test_silent_on_options_that_work(option: str) -> None:
    """The driver trims blanks around an option and its equals sign, fills templates in, and joins with commas."""
    assert codes(PROBE, change=[on_volume(option), FAILED]) == ["mount-options-sound"]


@pytest.mark.parametrize(
    "selector",
    [
        "pvcSelector: {matchLabels: {tier: bulk}}",
        "pvcSelector: {matchName: other}",
        "pvcSelector: {matchStorageClassName: other}",
        "nodeSelector: {matchLabels: {kubernetes.io/os: windows}}",
    ],
)
def test_silent_on_a_patch_for_others(selector: str) -> None:
    """A patch that selects other PVCs or nodes does not reach this volume."""
    text = f"mountPodPatch:\n- mountOptions: ['debug foreground']\n  {selector}\n"
    assert codes(PROBE, change=[config(text), FAILED]) == ["mount-options-sound"]


def test_silent_without_configuration_or_volume() -> None:
    """A driver without a ConfigMap is an older one; a PVC without a PV has no options yet."""
    assert codes(PROBE, change=[{"remove": "config"}]) == ["mount-options-sound"]
    assert codes(PROBE, change=[{"of": "claim", "set": {"spec.volumeName": None}}]) == []
    assert codes(PROBE, "injected") == ["mount-options-sound"]


@pytest.mark.parametrize(
    ("resource", "kind"),
    [("persistentvolumes", "PersistentVolume"), ("configmaps", "ConfigMap"), ("storageclasses", "StorageClass")],
)
def test_forbidden_is_unknown(resource: str, kind: str) -> None:
    """Options that may not be read are not called sound; a fault that was read is told beside it."""
    assert unknowns(PROBE, forbid=[resource]) == [(kind, "forbidden")]
    assert codes(PROBE, forbid=[resource]) == ["mount-options-unknown"]
    change: list[Any] = [on_volume("debug foreground"), {"of": "config", "set": {}}, FAILED]
    if resource == "configmaps":
        assert sorted(codes(PROBE, change=change, forbid=[resource])) == [
            "mount-option-with-blank",
            "mount-options-unknown",
        ]
