"""files.*: upload in three steps, and what is known about a file."""

import uuid

from tests.slack_standin.backend import Backend
from tests.slack_standin.events import file_shared
from tests.slack_standin.message import Message
from tests.slack_standin.methods.call import Call, Method
from tests.slack_standin.people import Channel, User
from tests.slack_standin.shapes import Json, RefusedError, invalid_arguments
from tests.slack_standin.stored_file import StoredFile, filetype_of
from tests.slack_standin.talk import Talk


def new_file(backend: Backend, owner: User, name: str, content: bytes, *, filetype: str = "") -> StoredFile:
    """Store a file, not yet shared anywhere."""
    space = backend.space
    file_id = space.new_id("F")
    stored = StoredFile(
        id=file_id,
        name=name,
        filetype=filetype or filetype_of(name),
        content=content,
        user=owner.id,
        created=int(space.clock.now()),
        address=f"{backend.address}/files-pri/{space.team}-{file_id}",
    )
    space.files[file_id] = stored
    return stored


def share(talk: Talk, owner: User, channel: Channel, files: list[StoredFile], body: Json) -> Message:
    """Show files in a channel: a `file_share` message with all of them, and a `file_shared` event for each."""
    for stored in files:
        stored.channels.append(channel.id)
    shown = [stored.to_json() for stored in files]
    message = talk.post(owner, channel, {"subtype": "file_share", "upload": False, "files": shown} | body)
    for stored in files:
        talk.tell(file_shared(stored.id, channel, owner.id, message.ts), "file_shared", channel)
    return message


def _upload_url(call: Call) -> Json:
    call.need("filename", "length")
    backend = call.backend
    stored = new_file(backend, backend.bot, call.text("filename"), b"")
    ticket = uuid.uuid4().hex
    backend.uploads[ticket] = stored.id
    return {"upload_url": f"{backend.address}/upload/v1/{ticket}", "file_id": stored.id}


def _complete(call: Call) -> Json:
    given = call.args.get("files")
    if not isinstance(given, list) or not given:
        raise invalid_arguments("missing required field: files")
    stored = [_titled(call, entry) for entry in given]
    place = call.text("channel_id") or call.text("channels")
    if place:
        channel = Call(call.backend, call.method, {"channel": place}, call.token).channel(member=True)
        thread = {"thread_ts": call.text("thread_ts")} if call.text("thread_ts") else {}
        share(call.backend.talk, call.backend.bot, channel, stored, {"text": call.text("initial_comment")} | thread)
    return {"files": [found.to_json() for found in stored]}


def _titled(call: Call, entry: Json) -> StoredFile:
    stored = _file(call, str(entry.get("id")))
    stored.title = entry.get("title") or stored.name
    return stored


def _info(call: Call) -> Json:
    return {"file": _file(call, call.text("file")).to_json(), "comments": [], "paging": {"count": 0, "total": 0}}


def _file(call: Call, name: str) -> StoredFile:
    found = call.backend.space.files.get(name)
    if found is None:
        raise RefusedError("file_not_found")
    return found


METHODS = {
    "files.getUploadURLExternal": Method(_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(_complete, ("files:write",)),
    "files.info": Method(_info, ("files:read",)),
}
