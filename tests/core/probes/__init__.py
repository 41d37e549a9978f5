"""Each probe on scenes where it fires, where it stays silent, and where it may not read."""
