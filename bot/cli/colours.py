"""Colours on a terminal, plain text everywhere else."""

import os
from typing import IO

import click

from bot.core.faces.terminal import PLAIN, Style

_COLOUR = Style(
    title=lambda text: click.style(text, bold=True),
    heading=lambda text: click.style(text, fg="cyan", bold=True),
    code=lambda text: click.style(text, fg="green"),
    warning=lambda text: click.style(text, fg="yellow"),
    faint=lambda text: click.style(text, dim=True),
)


def style_for(stream: IO[str]) -> Style:
    """Colours when `stream` is a terminal and NO_COLOR is not set (https://no-color.org)."""
    return _COLOUR if stream.isatty() and not os.environ.get("NO_COLOR") else PLAIN
