"""Kubernetes objects, their events, times, names and quantities: read, whatever is missing in them."""
