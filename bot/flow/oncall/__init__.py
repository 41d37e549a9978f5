"""Conversations on call: handed over, accepted, noted, resolved, reopened, reminded of, reported."""
