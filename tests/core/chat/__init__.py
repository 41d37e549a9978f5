"""What the bot does in a chat."""
