"""People on call, from outside."""
