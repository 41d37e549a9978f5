"""Where a client keeps its cache."""

from bot.core.chain.cache_dirs import cache_bytes, cache_dirs
from bot.core.chain.clients import Client, clients
from bot.core.chain.mount_chain import mount_chain
from bot.model.snapshot import Unread
from tests.scenes.take import changed


def client(options: str) -> Client:
    """The client of the healthy scene with other mount options."""
    line = f"exec /bin/mount.juicefs ${{metaurl}} /jfs/pvc-7f3d-kqzvwe -o {options}"
    snapshot = changed(change=[{"of": "mount", "set": {"spec.containers[jfs-mount].command": ["sh", "-c", line]}}])
    found = clients(snapshot, mount_chain(snapshot))
    assert not isinstance(found, Unread)
    return found[0]


def test_each_directory_has_the_volume_behind_it() -> None:
    """A volume mounted at it or above it, the container's own files where there is none, or memory."""
    told = {
        one.path: (one.kind, one.outlives_pod) for one in cache_dirs(client("cache-dir=/var/jfsCache/a:/data:memory"))
    }
    assert told == {"/var/jfsCache/a": ("hostPath", True), "/data": ("container", False), "memory": ("memory", False)}
    assert list(cache_dirs(client("debug"))) == []


def test_the_size_is_read_as_the_client_reads_it() -> None:
    """MiB, a unit, or 100 GiB where nothing readable is set."""
    sizes = {
        "cache-size=1024": 2**30,
        "cache-size=1.5G": 1.5 * 2**30,
        "cache-size=x": 100 * 2**30,
        "debug": 100 * 2**30,
    }
    assert {options: cache_bytes(client(options)) for options in sizes} == sizes
