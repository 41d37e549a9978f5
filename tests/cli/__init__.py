"""The command line's tests: the real command, run as a person runs it."""
