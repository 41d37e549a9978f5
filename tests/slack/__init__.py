"""The whole bot in Slack, from outside: the real `juicefs-bot serve` process against the stand-in workspace."""
