"""Tests of what the flow does about conversations on call."""
