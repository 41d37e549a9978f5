"""Tests of the conversation log, on real SQLite files."""
