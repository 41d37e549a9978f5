"""The doors of people on call, opened onto the log, Slack and the clusters; and the thread that reminds."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from slack_sdk import WebClient

from bot.cli.cluster_door import read_cluster
from bot.cli.permit_door import permit_door
from bot.core.objects.target import Target
from bot.core.oncall.stats import Stats
from bot.edge.log_lines import note, note_failure
from bot.edge.slack.patience import Patience
from bot.edge.slack.receivers import Receivers
from bot.edge.store.handoff_store import HandoffStore
from bot.errors import BotError
from bot.flow.boards import PaintDoors, repaint
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.errands import work_off
from bot.flow.oncall.reminding import ReminderDoors, remind
from bot.flow.oncall.scheduling import Schedule
from bot.model.snapshot import Snapshot
from bot.settings import Settings

PAINT_SECONDS = 5.0
"""Between two looks for answers that are behind; a change by this bot is seen at once."""
REMIND_SECONDS = 5.0
"""Between two looks at what is due: a reminder is at most so late."""


def oncall_doors(
    store: HandoffStore, client: WebClient, patience: Patience, chosen: Settings, *, cluster: bool
) -> OnCallDoors:
    """All doors; `cluster` tells whether one is connected."""
    may_not, receivers = permit_door(chosen), Receivers(client, patience)
    accept_within = timedelta(minutes=chosen.accept_minutes)

    def read(channel: str, target: Target) -> Snapshot:
        if (refused := may_not(channel, target)) is not None:
            raise refused
        return read_cluster(target, chosen)

    return OnCallDoors(
        act=partial(store.act, patience=accept_within),
        number=store.number,
        place=store.place,
        open_items=store.open_items,
        open_in=store.open_in,
        stats=store.stats,
        plot=_plot,
        of_case=store.of_case,
        keep_reading=store.keep_reading,
        logged=store.conversation,
        item=store.item,
        board=store.board,
        situation=store.situation,
        hang=store.hang,
        receiver=receivers.receiver,
        groups_of=receivers.groups_of,
        sees=receivers.sees,
        handoffs=store,
        read=read if cluster else None,
        patience=accept_within,
    )


def _plot(stats: Stats) -> bytes:
    """Drawn here and now: matplotlib is loaded by the first picture."""
    from bot.cli.plot import plot_png

    return plot_png(stats)


def keep_reminding(store: HandoffStore, doors: Doors, schedule: Schedule, stop: threading.Event) -> None:
    """Say and do what is due until `stop`, in a thread of its own.

    A log or Slack that fails is asked again the next time, and so is whatever else went wrong: nobody else reminds.
    """
    log = ReminderDoors(store.due, store.duty, store.place, store)
    while not stop.wait(REMIND_SECONDS):
        due: tuple[Callable[[], int], ...] = (partial(remind, log, doors), *_handing_over(doors, schedule))
        for work in due:
            try:
                work()
            except BotError as error:
                note("not reminded", error=str(error))
            except Exception as error:  # noqa: BLE001 - the outermost edge of this thread: it must go on
                note_failure("not reminded", error)


def keep_painting(store: HandoffStore, doors: Doors, stop: threading.Event) -> None:
    """Write answers anew when their conversations change, until `stop`, in a thread of its own; it tries again."""
    log = PaintDoors(store.behind, store.caught_up)
    while not stop.is_set():
        try:
            repaint(log, doors)
        except BotError as error:
            note("not painted", error=str(error))
            stop.wait(PAINT_SECONDS)
        except Exception as error:  # noqa: BLE001 - the outermost edge of this thread: it must go on
            note_failure("not painted", error)
            stop.wait(PAINT_SECONDS)
        store.wait_for_change(PAINT_SECONDS)


def _handing_over(doors: Doors, schedule: Schedule) -> tuple[Callable[[], int], ...]:
    if doors.oncall is None:
        return ()
    return (partial(schedule.hand_over, doors, doors.oncall), partial(work_off, doors, doors.oncall))
