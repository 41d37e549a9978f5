"""What a client's image says of it."""

from typing import Any

import pytest

from bot.core.chain.client_image import client_version, hands_over, tag
from bot.core.objects.versions import Version

COMM = [{"name": "JFS_SUPER_COMM", "value": "/tmp/fuse_fd_csi_comm.sock"}]


@pytest.mark.parametrize(
    ("image", "told"),
    [
        ("juicedata/mount:ce-v1.3.1", ("ce", (1, 3, 1))),
        ("juicedata/mount:ee-5.3.8-fc708b6", ("ee", (5, 3, 8))),
        ("registry.local:5000/juicedata/mount:ce-v1.2.0@sha256:aa", ("ce", (1, 2, 0))),
        ("juicedata/mount:ce-nightly", ("ce", None)),
        ("juicedata/mount:v1.0.2-4.7.1", ("", (1, 0, 2))),
        ("juicedata/mount", ("", None)),
        ("registry.local:5000/client", ("", None)),
    ],
)
def test_edition_and_version_stand_in_the_tag(image: str, told: tuple[str, Version | None]) -> None:
    """A registry's port is no tag, a digest is none either."""
    assert client_version(image) == told


def test_a_tag_is_what_stands_behind_the_last_colon() -> None:
    """And empty where there is none."""
    assert tag("a:5000/b/c:d@sha256:e") == "d"
    assert tag("a:5000/b/c") == ""


@pytest.mark.parametrize(
    ("image", "can"),
    [("ce-v1.2.1", True), ("ce-v1.2.0", False), ("ee-5.1.0-x", True), ("ee-5.0.9-x", False), ("nightly", True)],
)
def test_new_clients_hand_the_mount_over(image: str, can: bool) -> None:  # noqa: FBT001 - an expectation
    """From CE 1.2.1 and EE 5.1.0 on; a tag without a version is taken at the driver's word, which set the socket."""
    container: dict[str, Any] = {"image": f"juicedata/mount:{image}", "env": COMM}
    assert hands_over(container) is can
    assert not hands_over({**container, "env": []})
    hook = {"preStop": {"exec": {"command": ["sh", "-c", "umount -l /jfs/x"]}}}
    assert not hands_over({**container, "lifecycle": hook})
