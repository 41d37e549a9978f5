"""Tests of the adapter for Slack, mostly against the stand-in on loopback."""
