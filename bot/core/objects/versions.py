"""Versions as image tags and kubelets write them: `v0.32.4`, `v1.24.3+k3s1`, `v1.23.9-eks-ba74326`."""

import re

Version = tuple[int, int, int]
"""Major, minor, patch."""

_VERSION = re.compile(r"v?([0-9]{1,9}+)\.([0-9]{1,9}+)(?:\.([0-9]{1,9}+))?+(?![0-9.])")
"""Possessive and bounded: a tag of a thousand digits is read once, and is no version."""


def version(text: str) -> Version | None:
    """The version that *text* begins with; None for a tag such as `latest` or `nightly`."""
    found = _VERSION.match(text)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def image_version(image: str) -> Version | None:
    """The version in an image's tag (`juicedata/juicefs-csi-driver:v0.32.4`); None when the tag does not name one."""
    tag = image.partition("@")[0].rpartition("/")[2].partition(":")[2]
    return version(tag)
