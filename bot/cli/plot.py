"""The figures of the log as a picture: cases by week.

Imports matplotlib (about a second from cold): import this module only where a picture is made.  It is drawn without a
screen, and without a font for Chinese on most machines: its labels are case ids, weeks and English words.
"""

from io import BytesIO

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bot.core.oncall.stats import CaseCount, Stats

MOST_CASES = 8
"""Colours that a reader tells apart; the other cases are one bar."""
MOST_WEEKS = 26
"""Half a year fits beside each other."""
_INCHES = (10.0, 5.0)
_DOTS = 120
"""Per inch: 1,200 by 600, readable on a phone and below 100 kB."""


def plot_png(stats: Stats) -> bytes:
    """The cases of each week as stacked bars, as a PNG; an empty picture says that there is nothing yet."""
    figure = Figure(figsize=_INCHES, dpi=_DOTS, layout="constrained")
    axes = figure.add_subplot()
    weeks = list(stats.weeks[-MOST_WEEKS:])
    floor = [0] * len(weeks)
    for label, weekly in _bars(stats.cases, len(weeks)):
        axes.bar(weeks, weekly, bottom=floor, label=label)
        floor = [low + more for low, more in zip(floor, weekly, strict=True)]
    axes.set_title("Answered conversations by case and week" if stats.cases else "No answered conversations yet")
    axes.set_ylabel("conversations")
    axes.tick_params(axis="x", rotation=45)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    if stats.cases:
        axes.legend(fontsize="small", loc="upper left", bbox_to_anchor=(1, 1))
    made = BytesIO()
    figure.savefig(made, format="png")
    return made.getvalue()


def _bars(cases: tuple[CaseCount, ...], weeks: int) -> list[tuple[str, list[int]]]:
    """The most frequent cases, and all others together."""
    bars = [(str(one.case), list(one.weekly[-weeks:])) for one in cases[:MOST_CASES]]
    others = [list(one.weekly[-weeks:]) for one in cases[MOST_CASES:]]
    return [*bars, ("others", [sum(column) for column in zip(*others, strict=True)])] if others else bars
