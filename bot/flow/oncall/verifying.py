"""After a conversation was resolved: its pod is read again, and what the cluster says of it is told."""

from bot.core.objects.target import Target, written
from bot.core.oncall.handoff import reading_of
from bot.core.oncall.proof import not_read_message, proof_message, prove
from bot.core.wording import oncall as words
from bot.errors import BotError
from bot.flow.diagnosing import diagnose_snapshot
from bot.flow.doors import Doors, OnCallDoors
from bot.model.chat import SlackMessage
from bot.model.handoff import OpenItem
from bot.model.text import Lang


def verified(item: OpenItem, doors: Doors, oncall: OnCallDoors, lang: Lang) -> SlackMessage | None:
    """What the cluster says of the trouble now; None where no pod is known or no cluster is connected.

    What was read is kept: it is the next time's before.  Raises StoreError.
    """
    target = target_of(item)
    if oncall.read is None or target is None:
        return None
    index, now, channel = doors.index(), doors.now(), item.where.partition(" ")[0]
    try:
        view = diagnose_snapshot(oncall.read(channel, target), index, lang, force=True).diagnosis.cluster
    except BotError as error:
        doors.note("verified", conversation=item.id, verdict="not read")
        return not_read_message(error.said[lang], lang)
    if view is None:
        return not_read_message(words.NO_POD[lang], lang)
    oncall.keep_reading(item.id, reading_of(view, now))
    proof = prove(view, item.case, index.book, lang)
    doors.note("verified", conversation=item.id, verdict=proof.verdict.value)
    return proof_message(proof, written(target), item.case, lang)


def target_of(item: OpenItem) -> Target | None:
    """The pod that a conversation is about: the one that was read last, else the first that its texts name."""
    if item.before:
        return Target(item.before.pod, item.before.context)
    return Target(item.pods[0]) if item.pods else None
