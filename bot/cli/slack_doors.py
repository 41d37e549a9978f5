"""The doors of a conversation, opened onto Slack and the log."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.cli.cluster_door import cluster_door
from bot.cli.oncall_doors import oncall_doors
from bot.cli.permit_door import permit_door
from bot.core.matching.index import Index
from bot.edge.log_lines import note
from bot.edge.slack.connection import Connection
from bot.edge.slack.files import PATIENCE_SECONDS as FILE_SECONDS
from bot.edge.slack.files import Files
from bot.edge.slack.modals import Modals
from bot.edge.slack.pacing import Pace, Pause
from bot.edge.slack.patience import Patience
from bot.edge.slack.people import PATIENCE_SECONDS as PEOPLE_SECONDS
from bot.edge.slack.people import People
from bot.edge.slack.posting import Poster
from bot.edge.slack.reading import Reader
from bot.edge.slack.responding import Responder
from bot.edge.slack.uploading import SECONDS as UPLOAD_SECONDS
from bot.edge.slack.uploading import Uploader
from bot.edge.store.chat_store import ChatStore
from bot.flow.doors import ChatDoors, Doors, LogDoors
from bot.model.chat import Change
from bot.settings import Settings


def slack_doors(
    connection: Connection, store: ChatStore, *, token: str, chosen: Settings, index: Callable[[], Index], pause: Pause
) -> tuple[Reader, Doors]:
    """All doors, and the reader of threads that they share.

    `index` gives the casebook in force; `pause` waits so many seconds and tells whether waiting is over for good.
    """
    client, patience = connection.client, Patience(pause)
    reader = Reader(client, connection.me, patience)
    poster = Poster(client, reader, Pace(pause), patience)
    files = Files(client, token, chosen.slack_api_base_url, Patience(pause, FILE_SECONDS))
    chat = _chat_doors(connection, reader, poster, files, pause)
    log = LogDoors(store.recall, store.record, store.erase, store.visible, store.vote)
    diagnose = cluster_door(chosen, index)
    oncall = oncall_doors(store, client, patience, chosen, cluster=diagnose is not None)
    return reader, Doors(
        chat,
        log,
        index,
        chosen.lang,
        lambda: datetime.now(UTC),
        note,
        diagnose=diagnose,
        may_not=permit_door(chosen),
        oncall=oncall,
    )


def _chat_doors(connection: Connection, reader: Reader, poster: Poster, files: Files, pause: Pause) -> ChatDoors:
    client = connection.client
    known = People(client, Patience(pause, PEOPLE_SECONDS))
    return ChatDoors(
        post=poster.post,
        find=reader.find,
        update=poster.update,
        refresh=poster.refresh,
        whisper=poster.whisper,
        publish=poster.publish,
        respond=Responder(pause).respond,
        download=files.text,
        message=lambda channel, ts: reader.message(channel, ts, ts, Change.NEW),
        people=reader.people,
        lang=known.lang,
        name=known.name,
        link=connection.me.link,
        share=Uploader(client, reader, Patience(pause, UPLOAD_SECONDS)).share,
        ask=Modals(client).open,
    )
