"""The adapters: one foreign system each, none knowing another; foreign exceptions end here as ours."""
