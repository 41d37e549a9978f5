"""Versions as image tags and kubelets write them."""

import pytest

from bot.core.objects.versions import Version, image_version, version


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v0.32.4", (0, 32, 4)),
        ("v1.24.3+k3s1", (1, 24, 3)),
        ("v1.23.9-eks-ba74326", (1, 23, 9)),
        ("1.27.3-gke.100", (1, 27, 3)),
        ("v0.20", (0, 20, 0)),
        ("latest", None),
        ("", None),
        ("1.2.3.4", None),
        ("1." + "9" * 9, (1, 999_999_999, 0)),
        ("1." + "9" * 5_000, None),
        ("9" * 100_000 + "." * 100_000, None),
    ],
)
def test_a_version_is_read_whatever_stands_behind_it(text: str, expected: Version | None) -> None:
    """Distributions add their own suffixes; a tag that names no version gives none."""
    assert version(text) == expected


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("juicedata/juicefs-csi-driver:v0.32.4", (0, 32, 4)),
        ("registry.local:5000/juicedata/juicefs-csi-driver:v0.20.1@sha256:22bb", (0, 20, 1)),
        ("registry.local:5000/juicedata/juicefs-csi-driver", None),
        ("juicedata/juicefs-csi-driver:nightly", None),
        ("juicedata/juicefs-csi-driver@sha256:22bb", None),
    ],
)
def test_an_images_tag_names_its_version(image: str, expected: Version | None) -> None:
    """A registry's port is no tag, and a digest no version."""
    assert image_version(image) == expected
