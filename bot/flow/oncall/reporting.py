"""Files for a conversation: what the JuiceFS maintainers ask for, and the picture of the figures."""

from bot.core.chat.replies import sentence
from bot.core.oncall.snippet import in_words, issue_file
from bot.core.oncall.stats import Stats
from bot.core.oncall.upstream import upstream_report
from bot.core.wording import files as words
from bot.errors import BotError, SlackDownError, SlackError
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.acting import Doing
from bot.flow.oncall.verifying import target_of
from bot.model.chat import SlackMessage, Upload
from bot.model.conversation import Place
from bot.model.handoff import OpenItem
from bot.model.snapshot import Snapshot
from bot.model.text import Lang


def reported(
    place: Place, key: str, lang: Lang, doors: Doors, oncall: OnCallDoors, *, again: bool
) -> SlackMessage | None:
    """Put the block for an upstream issue into the conversation's thread as a file; once for a `key`.

    Gives what is to be said beside it: why the cluster was not read, or the block itself where Slack takes no file.
    None where the log knows no conversation.  `again`: another run may have shared it.
    """
    number = oncall.number(place)
    logged, item = (oncall.logged(number) if number else None), oncall.item(place)
    if logged is None or item is None:
        return None
    snapshot, why = _read(item, lang, oncall)
    text = upstream_report(logged, snapshot)
    file = issue_file(place, logged.id, key, text, lang)
    doors.note("reported", conversation=number, read=snapshot is not None)
    if _shared(file, doors, again=again):
        return sentence(words.SHARED[lang] + (words.NOT_READ[lang].format(why=why) if why else ""))
    return in_words(text, logged.id, lang)


def pictured(stats: Stats, doing: Doing, lang: Lang, doors: Doors, oncall: OnCallDoors) -> SlackMessage | None:
    """Share the picture of the figures where somebody asked; gives what is to be said where that cannot be done."""
    suffix = "".join(character for character in doing.key if character.isdigit())[-16:]
    name, place = f"juicefs-cases-{suffix}.png", doing.place
    file = Upload(place.channel, place.thread or "", name, words.PICTURE[lang], oncall.plot(stats))
    return None if _shared(file, doors, again=True) else sentence(words.NO_FILES[lang])


def _read(item: OpenItem, lang: Lang, oncall: OnCallDoors) -> tuple[Snapshot | None, str]:
    """The pod as it is now, or why there is none: the block is worth having anyway."""
    target = target_of(item)
    if oncall.read is None or target is None:
        return None, words.NO_POD[lang] if oncall.read else words.NO_CLUSTER[lang]
    try:
        return oncall.read(item.where.partition(" ")[0], target), ""
    except BotError as error:
        return None, error.said[lang]


def _shared(file: Upload, doors: Doors, *, again: bool) -> bool:
    try:
        doors.chat.share(file, maybe_there=again)
    except SlackDownError:
        raise
    except SlackError as error:
        doors.note("not shared", file=file.name, error=str(error))
        return False
    return True
