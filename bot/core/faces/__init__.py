"""One diagnosis, shown three ways: Slack, terminal, JSON."""
