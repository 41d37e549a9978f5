"""Conversations that have an owner and an outcome: acts, handing over, memory, figures."""
