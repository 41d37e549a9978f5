"""The block for an upstream issue as a file for Slack, and in words where Slack takes no file."""

from bot.core.faces.blocks import shortened
from bot.core.faces.rich_text import marked, preformatted, rich, section
from bot.core.wording import files as words
from bot.model.chat import SlackMessage, Upload
from bot.model.conversation import ConversationId, Place
from bot.model.text import Lang, SafeText

MOST_CHARACTERS = 8_000
"""Of the block in a message; the command line has all of it."""


def issue_file(place: Place, number: ConversationId, key: str, text: SafeText, lang: Lang) -> Upload:
    """The block as a Markdown file for the conversation's thread; of the same `key` it is the same file."""
    suffix = "".join(character for character in key if character.isdigit())[-16:]
    name = f"juicefs-issue-{number}-{suffix}.md"
    title = words.ISSUE[lang].format(number=number)
    return Upload(place.channel, place.thread or "", name, title, text.encode("utf-8", "replace"))


def in_words(text: SafeText, number: ConversationId, lang: Lang) -> SlackMessage:
    """The block as a message, cut where Slack would refuse it, with how to have all of it."""
    lead = words.IN_WORDS[lang]
    parts = [section(*marked(lead)), preformatted(text[:MOST_CHARACTERS])]
    if len(text) > MOST_CHARACTERS:
        parts.append(section(*marked(words.CUT[lang].format(number=number))))
    return SlackMessage((rich(*parts),), shortened(lead.replace("`", "")))
