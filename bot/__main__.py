"""`python -m bot` is `juicefs-bot`."""

from bot.cli.entry import main

if __name__ == "__main__":
    main()
