"""Kubernetes objects with anything missing."""
