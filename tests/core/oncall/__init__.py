"""Conversations with owner and outcome."""
