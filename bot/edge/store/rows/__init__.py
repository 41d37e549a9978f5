"""The log's values as rows, and back: one kind a file, inside a transaction that the caller holds."""
