"""The bot under faults: the real process, broken on purpose from outside.  docs/reliability.md tells what was lost."""
