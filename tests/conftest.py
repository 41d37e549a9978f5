"""Fixtures that every test may ask for."""

from tests.control_plane.fixture import kube

__all__ = ["kube"]
