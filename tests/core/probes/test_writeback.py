"""Probe writeback: does the client acknowledge writes before they are in object storage."""

from typing import Any

from bot.core.probes.writeback import PROBE
from tests.core.probes.looking import codes, look_at, unknowns
from tests.scenes.take import changed

KEPT: dict[str, Any] = {
    "metadata.annotations[juicefs-delete-delay]": "24h",
    "spec.terminationGracePeriodSeconds": 600,
}


def command(options: str, **more: object) -> dict[str, Any]:
    """The Mount Pod with other mount options."""
    line = f"exec /bin/mount.juicefs ${{metaurl}} /jfs/pvc-7f3d-kqzvwe -o {options},metrics=0.0.0.0:9567"
    return {"of": "mount", "set": {"spec.containers[jfs-mount].command": ["sh", "-c", line], **more}}


def test_fires_with_everything_that_makes_it_worse() -> None:
    """The risk is told even where nobody asked, with each thing that could protect and does not."""
    change = command(
        "writeback,cache-dir=/var/jfsCache", **{"spec.volumes[cachedir-0]": {"name": "cachedir-0", "emptyDir": {}}}
    )
    found = look_at(PROBE, changed(change=[change]))
    assert [one.code for one in found] == [
        "writeback-on",
        "writeback-cache-not-kept",
        "writeback-without-delay",
        "writeback-with-short-grace",
    ]
    assert found[1].facts["path"] == "/var/jfsCache"
    assert found[3].facts["seconds"] == "10"


def test_fires_on_a_cache_in_the_container() -> None:
    """A directory that no volume stands behind, and memory, go with the container; a PVC stays."""
    assert "writeback-cache-not-kept" in codes(PROBE, change=[command("writeback,cache-dir=/data/cache", **KEPT)])
    assert "writeback-cache-not-kept" in codes(PROBE, change=[command("writeback,cache-dir=memory", **KEPT)])
    claim = {"spec.volumes[cachedir-0]": {"name": "cachedir-0", "persistentVolumeClaim": {"claimName": "cache"}}}
    assert codes(PROBE, change=[command("writeback,cache-dir=/var/jfsCache", **KEPT, **claim)]) == ["writeback-on"]


def test_fires_on_a_protected_one_as_a_risk_alone() -> None:
    """With a host's cache, a delay and a long grace the risk itself is left."""
    assert codes(PROBE, change=[command("writeback,cache-dir=/var/jfsCache", **KEPT)]) == ["writeback-on"]


def test_silent_without_writeback() -> None:
    """FUSE's option writeback_cache is another thing."""
    assert codes(PROBE) == ["writeback-off"]
    assert codes(PROBE, change=[command("writeback_cache")]) == ["writeback-off"]
    assert codes(PROBE, "injected") == ["writeback-off"]


def test_silent_on_a_command_of_somebodys_own() -> None:
    """What cannot be read is not judged here."""
    own = {"of": "mount", "set": {"spec.containers[jfs-mount].command": ["/entrypoint.sh"]}}
    assert codes(PROBE, change=[own]) == []


def test_forbidden_is_unknown() -> None:
    """Clients that may not be read have unknown options."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["writeback-unknown"]
