"""Secrets planted all over a cluster: none of them is in the snapshot, with the project's own redaction."""

from pathlib import Path
from typing import Any

import pytest

from bot.core.redaction.redact import redact
from bot.edge.snapshot_file import save
from bot.model.snapshot import Snapshot
from tests.scenes.scene import compose, load
from tests.scenes.take import snapshot_of

WORD = "Zq7-planted-Secret-93k"
URL = f"redis://:{WORD}@redis.db:6379/1"
KEY = "AKIAIOSFODNN7PLANTED"

PLACES: dict[str, dict[str, Any]] = {
    "event": {"events": [{"about": "app", "reason": "FailedMount", "message": f"cannot connect to {URL}"}]},
    "mount log": {"logs": {"mount/jfs-mount": f"<FATAL>: load setting from {URL}: NOAUTH\n"}},
    "driver log": {"logs": {"csi/juicefs-plugin": f'E0504 "mount" metaurl="{URL}" token={WORD}\n'}},
    "application command": {"app": {"spec.containers[api].command": ["run", "--password", WORD]}},
    "application variable": {"app": {"spec.containers[api].env": [{"name": "PLAIN", "value": WORD}]}},
    "debug container": {"app": {"spec.ephemeralContainers": [{"name": "debugger", "command": ["curl", "-u", WORD]}]}},
    "init container": {"app": {"spec.initContainers": [{"name": "init", "args": ["login", WORD]}]}},
    "probe": {"app": {"spec.containers[api].livenessProbe": {"exec": {"command": ["check", WORD]}}}},
    "application annotation": {"app": {"metadata.annotations": {"vault.example/inject": WORD}}},
    "container message": {
        "app": {"status.containerStatuses[api].state": {"waiting": {"reason": "x", "message": f"dial {URL}"}}}
    },
    "mount command": {
        "mount": {"spec.containers[jfs-mount].command": ["sh", "-c", f"juicefs format --secret-key={WORD} {URL} fs"]}
    },
    "mount variable": {"mount": {"spec.containers[jfs-mount].env": [{"name": "AWS_SECRET_ACCESS_KEY", "value": WORD}]}},
    "passphrase": {"mount": {"spec.containers[jfs-mount].env": [{"name": "JFS_RSA_PASSPHRASE", "value": WORD}]}},
    "last applied": {"claim": {"metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]": WORD}},
    "volume attribute": {"pv": {"spec.csi.volumeAttributes.metaurl": URL}},
    "volume token": {"pv": {"spec.csi.volumeAttributes.token": WORD}},
    "mount options": {"pv": {"spec.mountOptions": [f"metaurl={URL}"]}},
    "class parameter": {"class": {"parameters.secret-key": WORD}},
    "configuration": {
        "config": {"data[config.yaml]": f"mountPodPatch:\n- env:\n  - {{name: DB_PASSWORD, value: {WORD}}}\n"}
    },
    "other configuration": {"config": {"data.other": WORD}},
    "driver arguments": {"csi": {"spec.containers[juicefs-plugin].args[1]": f"--token={WORD}"}},
    "neighbour": {"web": {"spec.containers[web].env": [{"name": "X", "value": WORD}], "status.message": f"dial {URL}"}},
}


def snapshot_with(place: dict[str, Any]) -> Snapshot:
    """The healthy scene with a secret in one place."""
    if place.keys() <= {"events", "logs"}:
        return snapshot_of(compose({"base": "healthy", **place}), redact)
    return snapshot_of(
        compose({"base": "healthy", "change": [{"of": of, "set": s} for of, s in place.items()]}), redact
    )


@pytest.mark.parametrize("place", PLACES)
def test_a_planted_secret_does_not_get_into_the_snapshot(tmp_path: Path, place: str) -> None:
    """Wherever a secret stands in a cluster, the file of the snapshot does not hold it."""
    snapshot = snapshot_with(PLACES[place])
    save(snapshot, tmp_path / "pod.yaml")
    text = (tmp_path / "pod.yaml").read_text("utf-8")
    assert WORD not in text
    assert "orders-data" in text


def test_an_access_key_does_not_get_into_the_snapshot(tmp_path: Path) -> None:
    """A cloud access key is known by its form, even where nothing calls it a key."""
    command = ["sh", "-c", f"juicefs format --access-key={KEY} fs"]
    snapshot = snapshot_with({"mount": {"spec.containers[jfs-mount].command": command}})
    save(snapshot, tmp_path / "pod.yaml")
    assert KEY not in (tmp_path / "pod.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", ["healthy", "injected"])
def test_a_scene_without_secrets_is_left_as_it_is(name: str) -> None:
    """Redaction takes nothing that a probe reads: hashes, uids, handles, options, log lines."""
    assert snapshot_of(name, redact) == snapshot_of(load(name))
