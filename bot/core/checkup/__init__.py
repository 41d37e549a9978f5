"""Whether everything that the bot hangs on is well, as lines with advice."""
