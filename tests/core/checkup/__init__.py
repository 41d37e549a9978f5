"""The lines of a check-up."""
