"""One diagnosis in three faces."""
