"""The doors of people on call, opened onto the log, Slack and the clusters; and the thread that reminds."""

import threading

from slack_sdk import WebClient

from bot.cli.cluster_door import read_cluster
from bot.cli.permit_door import permit_door
from bot.core.objects.target import Target
from bot.edge.log_lines import note
from bot.edge.slack.receivers import Receivers
from bot.edge.store.oncall_store import OnCallStore
from bot.errors import BotError
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.reminding import ReminderDoors, remind
from bot.model.snapshot import Snapshot
from bot.settings import Settings

REMIND_SECONDS = 5.0
"""Between two looks at what is due: a reminder is at most so late."""


def oncall_doors(store: OnCallStore, client: WebClient, chosen: Settings, *, cluster: bool) -> OnCallDoors:
    """All doors; `cluster` tells whether one is connected."""
    may_not = permit_door(chosen)

    def read(channel: str, target: Target) -> Snapshot:
        if (refused := may_not(channel, target)) is not None:
            raise refused
        return read_cluster(target, chosen)

    return OnCallDoors(
        act=store.act,
        number=store.number,
        place=store.place,
        open_items=store.open_items,
        visible=store.seen_from,
        of_case=store.of_case,
        keep_reading=store.keep_reading,
        receiver=Receivers(client).receiver,
        read=read if cluster else None,
    )


def keep_reminding(store: OnCallStore, doors: Doors, stop: threading.Event) -> None:
    """Say what is due until `stop`, in a thread of its own; a log or Slack that fails is asked again the next time."""
    log = ReminderDoors(store.due, store.take_up, store.duty, store.place)
    while not stop.wait(REMIND_SECONDS):
        try:
            remind(log, doors)
        except BotError as error:
            note("not reminded", error=str(error))
