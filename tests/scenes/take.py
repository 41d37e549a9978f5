"""A scene as the snapshot that the bot would take of it, without a server."""

from bot.edge.cluster.take import take_snapshot
from bot.edge.hush import Redact
from bot.model.snapshot import Snapshot
from bot.model.text import RawText, Redacted, SafeText
from tests.scenes.fake_api import api_of
from tests.scenes.scene import Scene, compose, load


def unchanged(raw: RawText) -> Redacted:
    """A redaction that finds nothing, for scenes without secrets."""
    return Redacted(SafeText(raw))


def snapshot_of(scene: Scene | str, redact: Redact = unchanged) -> Snapshot:
    """The snapshot of a scene, or of the scene in the file of that name."""
    scene = load(scene) if isinstance(scene, str) else scene
    return take_snapshot(scene.pod, context="", taken_at=scene.now, send=api_of(scene), redact=redact)


def changed(base: str = "healthy", **parts: object) -> Snapshot:
    """The snapshot of a base scene with changes written in a test: `changed(change=[{"remove": "csi"}])`."""
    return snapshot_of(compose({"base": base, **parts}))
