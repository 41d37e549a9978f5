"""Probe pod-volumes: which of the pod's volumes are JuiceFS'."""

from typing import Any

from bot.core.probes.pod_volumes import PROBE
from tests.core.probes.looking import codes, look_at, only, unknowns
from tests.scenes.take import changed

EPHEMERAL = {"name": "data", "ephemeral": {"volumeClaimTemplate": {"spec": {"storageClassName": "juicefs-sc"}}}}


def volumes(*many: Any) -> dict[str, Any]:  # noqa: ANN401 - volumes of a pod
    """A change of the pod's volumes."""
    return {"of": "app", "set": {"spec.volumes": list(many)}}


def test_fires_on_a_pod_without_a_juicefs_volume() -> None:
    """A pod whose only volume is another driver's is told so, with that driver; so is one without any PVC."""
    foreign = {"of": "pv", "set": {"spec.csi.driver": "ebs.csi.aws.com"}}
    assert codes(PROBE, change=[foreign]) == ["no-juicefs-volume", "volume-of-another-driver"]
    assert codes(PROBE, change=[volumes({"name": "tmp", "emptyDir": {}})]) == ["no-juicefs-volume"]


def test_fires_on_an_inline_volume() -> None:
    """The driver serves persistent volumes only."""
    inline = {"name": "data", "csi": {"driver": "csi.juicefs.com", "volumeAttributes": {}}}
    assert codes(PROBE, change=[volumes(inline)]) == ["volume-inline"]


def test_fires_on_a_claim_of_another_pod() -> None:
    """An ephemeral volume's PVC that another pod, or nobody, owns is refused by Kubernetes."""
    claim = {"copy": "claim", "as": "shop/orders-api-6d4f9c7b8-x2k5p-data"}
    assert codes(PROBE, change=[volumes(EPHEMERAL), claim]) == ["volume-of-another-pod"]


def test_fires_when_nothing_names_a_driver() -> None:
    """A PVC that does not exist leads nowhere; that it does not exist is known, so it is no unknown."""
    assert codes(PROBE, change=[{"remove": "claim"}]) == ["volume-without-driver"]


def test_silent_on_juicefs_volumes_of_every_kind() -> None:
    """Plain, ephemeral and injected volumes are recognised (csi-doctor and the kubectl plugin know the first alone)."""
    owned = {"metadata.ownerReferences": [{"kind": "Pod", "uid": "3b1c9a52-6c1e-4f0a-9f57-2a5f0d6c7e11"}]}
    claim = {"copy": "claim", "as": "shop/orders-api-6d4f9c7b8-x2k5p-data", "set": owned}
    assert codes(PROBE) == ["volume-is-juicefs"]
    assert codes(PROBE, change=[volumes(EPHEMERAL), claim]) == ["volume-is-juicefs"]
    assert only(PROBE, "injected").subject == "Pod shop/orders-api-6d4f9c7b8-x2k5p, volume data"


def test_silent_on_another_drivers_volume_beside_ours() -> None:
    """A pod may use several drivers."""
    other = [{"copy": "claim", "as": "shop/logs", "set": {"spec.volumeName": "logs"}}]
    other += [{"copy": "pv", "as": "logs", "set": {"spec.csi.driver": "ebs.csi.aws.com"}}]
    second = {"of": "app", "set": {"spec.volumes[+]": {"name": "logs", "persistentVolumeClaim": {"claimName": "logs"}}}}
    assert codes(PROBE, change=[*other, second]) == ["volume-is-juicefs", "volume-of-another-driver"]


def test_forbidden_is_unknown() -> None:
    """What may not be read could be anybody's volume."""
    assert unknowns(PROBE, forbid=["persistentvolumeclaims"]) == [("PersistentVolumeClaim", "forbidden")]
    both, static = ["persistentvolumes", "storageclasses"], {"of": "claim", "set": {"metadata.annotations": None}}
    expected = [("PersistentVolume", "forbidden"), ("StorageClass", "forbidden")]
    assert unknowns(PROBE, change=[static], forbid=both) == expected
    assert codes(PROBE, change=[static], forbid=both) == ["pod-volumes-unknown"] * 2


def test_forbidden_or_not_asked_is_the_same() -> None:
    """Of a pod with many PVCs only the first few are read; of the others nothing is known."""
    many = [{"name": f"v{n}", "persistentVolumeClaim": {"claimName": f"claim-{n}"}} for n in range(6)]
    found = look_at(PROBE, changed(change=[volumes(*many)]))
    assert [one.code for one in found] == ["volume-without-driver"] * 4 + ["pod-volumes-unknown"] * 2
