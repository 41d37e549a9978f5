"""What the bot does in a chat: when it speaks, what it is asked, what stands under its answers."""
