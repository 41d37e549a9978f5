"""The log's tables, and the migrations that put them there."""
