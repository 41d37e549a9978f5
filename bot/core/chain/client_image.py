"""What a client's image says of it: its edition, its version, and what such a client can do."""

from bot.core.objects.fields import items, strings, text
from bot.core.objects.versions import Version, version
from bot.model.snapshot import Json

_FIRST_HANDING_OVER = {"ce": (1, 2, 1), "ee": (5, 1, 0)}
"""Clients from these versions on hand the FUSE connection to their successor, so that the mount survives a restart
(source: supportFusePass in pkg/util/util.go of the driver)."""


def tag(image: str) -> str:
    """The tag of an image (`ce-v1.3.1`); empty when it has none."""
    return image.partition("@")[0].rpartition("/")[2].partition(":")[2]


def client_version(image: str) -> tuple[str, Version | None]:
    """Edition (`ce`, `ee`, or empty when the tag does not say) and version of a client's image.

    `juicedata/mount:ce-v1.3.1` is ("ce", (1, 3, 1)), `juicedata/mount:ee-5.3.8-fc708b6` is ("ee", (5, 3, 8)).
    """
    edition, _, rest = tag(image).partition("-")
    return (edition, version(rest.partition("-")[0])) if edition in _FIRST_HANDING_OVER else ("", version(tag(image)))


def hands_over(container: Json) -> bool:
    """Whether a client passes its FUSE connection on when it is restarted, as far as its container tells.

    It has to be told the socket for it, be new enough (a tag that names no version does not speak against it), and not
    be made to unmount when it stops.
    """
    edition, number = client_version(text(container, "image"))
    new_enough = number is None or number >= _FIRST_HANDING_OVER.get(edition, number)
    told = any(text(pair, "name") == "JFS_SUPER_COMM" for pair in items(container, "env"))
    return told and new_enough and not unmounts(container)


def unmounts(container: Json) -> bool:
    """Whether the container's preStop hook unmounts."""
    return "umount" in " ".join(strings(container, "lifecycle", "preStop", "exec", "command"))
