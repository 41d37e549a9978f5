"""Slack: events in over Socket Mode, replies out over the Web API; nothing of Slack's libraries is known above this."""
