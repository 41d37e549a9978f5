"""Fixtures that every test may ask for, and how property tests run."""

from hypothesis import settings

from tests.control_plane.fixture import kube

__all__ = ["kube"]

settings.register_profile("tests", deadline=None)  # two cores shared by everything: a slow example proves nothing
settings.load_profile("tests")
