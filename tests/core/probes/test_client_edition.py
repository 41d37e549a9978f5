"""Probe client-edition: which edition and version of the client serves the pod."""

from bot.core.probes.client_edition import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import Change

AUTH = "/usr/bin/juicefs auth orders --token=${token}\nexec /sbin/mount.juicefs orders /jfs/x -o foreground,no-update"


def enterprise(image: str = "juicedata/mount:ee-5.3.8-fc708b6") -> Change:
    """A Mount Pod of the Enterprise Edition: it authenticates, and has no metaurl."""
    container = {"command": ["sh", "-c", AUTH], "image": image}
    return {"of": "mount", "set": {f"spec.containers[jfs-mount].{key}": value for key, value in container.items()}}


def test_fires_on_the_enterprise_edition() -> None:
    """The command without metaurl tells it, also where a private registry has renamed the image."""
    found = only(PROBE, change=[enterprise()])
    assert (found.code, found.facts["version"]) == ("client-enterprise", "ee-5.3.8-fc708b6")
    assert codes(PROBE, change=[enterprise("registry.local:5000/jfs/client")]) == ["client-enterprise"]


def test_silent_on_the_community_edition() -> None:
    """In a sidecar as in a Mount Pod."""
    assert codes(PROBE) == ["client-community"]
    assert codes(PROBE, "injected") == ["client-community"]


def test_forbidden_is_unknown() -> None:
    """Clients that may not be read have no known edition."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["client-edition-unknown"]
