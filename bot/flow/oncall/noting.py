"""A reaction that makes a message a note of its conversation: what was tried, kept where it was said."""

from bot.core.chat.replies import sentence
from bot.core.oncall.replies import refusal_message
from bot.core.wording import oncall as words
from bot.flow.answering import without_secrets
from bot.flow.doors import Doors
from bot.flow.keeping import place_of
from bot.model.chat import Incoming
from bot.model.oncall import Act, Deed, Refused
from bot.model.text import Lang


def note_marked(mark: Incoming, doors: Doors) -> None:
    """Keep the marked message as a note, once, whoever marks it; who marked it is told, and nobody else.

    It is its author's note.  Where the log knows no conversation the reaction means something else, and nothing is
    said.  Raises StoreError and SlackError.
    """
    found = doors.chat.message(mark.channel, mark.ts) if doors.oncall else None
    if found is None or doors.oncall is None:
        return
    text, key = without_secrets(found.text).text, f"note:{mark.channel}:{mark.ts}"
    after = doors.oncall.act(place_of(found), Deed(Act.NOTE, found.user, doors.now(), text, key=key))
    doors.note("marked", key=mark.key, known=after is not None)
    if after is None:
        return
    lang = doors.chat.lang(mark.user) or doors.preferred or Lang.EN
    done = sentence(words.DONE[Act.NOTE][lang])
    message = refusal_message(after, lang, doors.chat.name) if isinstance(after, Refused) else done
    doors.chat.whisper(mark.channel, mark.user, found.root, message)
