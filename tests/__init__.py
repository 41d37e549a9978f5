"""The tests, as a package, so that the stand-in Slack server can be started with `python -m`."""
