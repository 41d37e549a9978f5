"""reactions.*."""

from tests.slack_standin.message import Message
from tests.slack_standin.methods.call import Call, Method
from tests.slack_standin.shapes import Json, RefusedError


def _add(call: Call) -> Json:
    message = _named(call)
    if call.backend.bot.id in message.reactions.get(call.text("name"), ()):
        raise RefusedError("already_reacted")
    call.backend.talk.react(message, call.backend.bot.id, call.text("name"))
    return {}


def _remove(call: Call) -> Json:
    message = _named(call)
    if call.backend.bot.id not in message.reactions.get(call.text("name"), ()):
        raise RefusedError("no_reaction")
    call.backend.talk.react(message, call.backend.bot.id, call.text("name"), away=True)
    return {}


def _get(call: Call) -> Json:
    call.need("channel", "timestamp")
    message = call.message(call.channel(), "timestamp")
    return {"type": "message", "channel": message.channel, "message": message.body}


def _named(call: Call) -> Message:
    call.need("name", "channel", "timestamp")
    return call.message(call.channel(member=True), "timestamp")


METHODS = {
    "reactions.add": Method(_add, ("reactions:write",)),
    "reactions.remove": Method(_remove, ("reactions:write",)),
    "reactions.get": Method(_get, ("reactions:read",)),
}
