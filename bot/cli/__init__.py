"""The command line: the composition root that joins settings, adapters and the flow."""
