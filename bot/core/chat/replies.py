"""What the bot says in a chat beside its diagnoses, as Slack messages."""

import re
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.process import extract

from bot.core.faces.blocks import commands, fitted, shortened, steps, to_blocks
from bot.core.faces.reply import told_case
from bot.core.faces.rich_text import (
    Element,
    bold,
    code,
    context,
    header,
    link,
    listed,
    marked,
    plain,
    rich,
    section,
)
from bot.core.wording import chat as said
from bot.core.wording import help as help_words
from bot.core.wording import sentences as wording
from bot.core.wording.commands import DEFAULT_DRIVER_NAMESPACE, fill, slot_values
from bot.model.case import Case, Casebook, CaseId, LookAlike
from bot.model.chat import Block, SlackMessage
from bot.model.conversation import Entry
from bot.model.diagnosis import Diagnosis, Reply, ReplyCommand, ReplyStep
from bot.model.text import Lang

MOST_SUGGESTED = 3
NEAR = 60.0
"""rapidfuzz' score of a suggestion: `mount-lost` still finds `mount-point-lost` (tried by hand)."""
MOST_LINE = 120
"""Characters of a conversation's line in a list: two rows on a phone."""
_MENTIONED = re.compile(r"<?@[UW][A-Z0-9]{6,}(?:\|[^<>]*)?>?|<!subteam\^[^<>]*>")
Link = Callable[[Entry], str]


def sentence(text: str) -> SlackMessage:
    """One sentence of our own; back-quoted parts are shown as code."""
    return SlackMessage((rich(section(*marked(text))),), shortened(text))


def help_message(lang: Lang, *, diagnoses: bool) -> SlackMessage:
    """What the bot is for and which words it takes."""
    (first, *others), diagnose = said.HELP_ROWS, [said.HELP_DIAGNOSE] if diagnoses else []
    rows = [first, *diagnose, *others, help_words.STATS_ROW]
    pressed = [help_words.SHORTCUT_ROW, *(help_words.CLUSTER_ROWS if diagnoses else ()), help_words.SHOW_ALL_ROW]
    title = said.HELP_TITLE[lang]
    blocks = (
        header(title),
        rich(section(*marked(said.HELP_HOW[lang]))),
        rich(section(bold(said.HELP_WORDS[lang])), _explained(rows, lang)),
        rich(section(bold(help_words.PRESSED[lang])), _explained([(one[lang], how) for one, how in pressed], lang)),
        rich(
            section(bold(help_words.IN_THREAD[lang])),
            _explained([(word[lang], meaning) for word, meaning in help_words.THREAD_ROWS], lang),
        ),
    )
    return SlackMessage(blocks, shortened(f"{title}. {said.HELP_HOW[lang]}"))


def cases_message(book: Casebook, words: str, lang: Lang) -> SlackMessage:
    """The cases that hold all these words in their id, title or meaning; all of them without words."""
    found = [case for case in book.cases if _holds(case, words.casefold().split(), lang)]
    if not found:
        return sentence(said.CASES_NONE[lang])
    title = (said.CASES_TITLE if len(found) == len(book.cases) else said.CASES_SOME)[lang]
    title = title.format(count=len(found), all=len(book.cases))
    rows = [section(code(case.id), plain("  "), *marked(case.pages[lang].title)) for case in found]
    how = rich(section(*marked(said.CASES_HOW[lang])))
    blocks = fitted([header(title), how, *_lists(rows)], lang)
    return SlackMessage(blocks, shortened(f"{title}: {', '.join(case.id for case in found)}"))


def case_message(book: Casebook, name: str, lang: Lang) -> SlackMessage:
    """One case whole, or what its id may have been."""
    case = book.by_id.get(CaseId(name))
    return _page(case, lang) if case else _no_such_case(book, name, lang)


def unknown_message(word: str, suggestion: str, lang: Lang) -> SlackMessage:
    """That the bot does not know these words, and what may have been meant."""
    parts = [said.UNKNOWN_WORD[lang].format(word=_safe(word))]
    if suggestion:
        parts.append(said.DID_YOU_MEAN[lang].format(suggestions=f"`{_safe(suggestion)}`"))
    return sentence(_gap(lang).join([*parts, said.SAY_HELP[lang]]))


def log_message(entries: Sequence[Entry], lang: Lang, where: Link, *, searched: bool) -> SlackMessage:
    """Earlier conversations, each with its case, its line and a link to its thread."""
    if not entries:
        return sentence((said.LOG_NONE if searched else said.LOG_EMPTY)[lang])
    rows = [section(*_entry(entry, lang, where(entry))) for entry in entries]
    title = said.LOG_TITLE[lang]
    first = f"{title}: {entries[0].case or said.NO_CASE[lang]}"
    return SlackMessage(fitted([header(title), *_lists(rows)], lang), shortened(first))


def next_best(diagnosis: Diagnosis, book: Casebook, told: Iterable[CaseId]) -> SlackMessage:
    """What comes closest beside the cases that were told, or what to send when nothing does."""
    already, lang, values = set(told), diagnosis.lang, slot_values(diagnosis.names)
    rest = [match for match in diagnosis.matches if match.case not in already]
    values |= rest[0].slots if rest else {}
    if not rest:
        command = fill(wording.GENERAL_COMMAND, values)
        return sentence(said.NOTHING_NEXT[lang].format(command=f"`{command}`"))
    case = told_case(rest[0], book.by_id[rest[0].case], diagnosis, values)
    message = to_blocks(Reply(lang, diagnosis.verdict, case.title, (case,), (), ()), whole=True)
    lead = rich(section(bold(said.NEXT_BEST[lang])))
    return SlackMessage((lead, *message.blocks), shortened(f"{said.NEXT_BEST[lang]} {case.title} [{case.case}]"))


def looks_alike(book: Casebook, told: Iterable[CaseId], lang: Lang) -> SlackMessage:
    """What else shows the same signs as the cases that were told."""
    found = [(book.by_id[case], book.by_id[case].pages[lang]) for case in told if case in book.by_id]
    blocks = [
        rich(
            section(*marked(said.ELSE_IT_IS[lang].format(case=case.id))),
            listed([section(*marked(_alike(one, lang))) for one in page.look_alikes], ordered=False),
        )
        for case, page in found
        if page.look_alikes
    ]
    return SlackMessage(fitted(blocks, lang), "")


def together(*messages: SlackMessage) -> SlackMessage:
    """Several short messages as one."""
    blocks = tuple(block for message in messages for block in message.blocks)
    return SlackMessage(blocks, " ".join(message.text for message in messages if message.text))


def _alike(one: LookAlike, lang: Lang) -> str:
    return f"`{one.case}`{wording.COLON[lang]}{one.text}" if one.case else one.text


def _explained(rows: Sequence[tuple[str, said.Both]], lang: Lang) -> Element:
    return listed([section(code(word), plain("  "), *marked(meaning[lang])) for word, meaning in rows], ordered=False)


def _holds(case: Case, words: Sequence[str], lang: Lang) -> bool:
    page = case.pages[lang]
    text = f"{case.id} {page.title} {page.meaning}".casefold()
    return all(word in text for word in words)


def _lists(rows: Sequence[Element], size: int = 10) -> list[Block]:
    """A long list in blocks of ten, so that `fitted` can cut it where it is full."""
    return [rich(listed(rows[at : at + size], ordered=False)) for at in range(0, len(rows), size)]


def _page(case: Case, lang: Lang) -> SlackMessage:
    page = case.pages[lang]
    values = {"csi_ns": DEFAULT_DRIVER_NAMESPACE}
    shown = [
        ReplyCommand(fill(one.run, values), one.where, page.readings[one.id].question, page.readings[one.id].read)
        for one in case.commands
    ]
    causes = [section(*marked(text)) for text in page.causes.values()]
    blocks = [
        header(page.title),
        context(f"{case.id} · {wording.STATUS[case.status][lang]}"),
        rich(section(*marked(page.meaning))),
        *([rich(listed(causes, ordered=False))] if causes else []),
        *([commands(shown, lang)] if shown else []),
        *([steps([ReplyStep(fill(one.text, values), one.risk) for one in page.steps], lang)] if page.steps else []),
        rich(section(link(page.link, wording.DOCS[lang]))),
    ]
    return SlackMessage(fitted(blocks, lang), shortened(f"{page.title} [{case.id}]. {page.meaning}"))


def _no_such_case(book: Casebook, name: str, lang: Lang) -> SlackMessage:
    near = extract(name, list(book.by_id), limit=MOST_SUGGESTED, score_cutoff=NEAR)
    suggestions = said.OR[lang].join(f"`case {case}`" for case, _, _ in near)
    parts = [said.NO_SUCH_CASE[lang].format(id=_safe(name))]
    parts.append(said.DID_YOU_MEAN[lang].format(suggestions=suggestions) if near else said.SAY_HELP[lang])
    return sentence(_gap(lang).join(parts))


def _gap(lang: Lang) -> str:
    """What stands between two sentences."""
    return " " if lang is Lang.EN else ""


def _entry(entry: Entry, lang: Lang, address: str) -> list[Element]:
    when = f"{entry.last_at:%Y-%m-%d %H:%M} UTC"
    strength = f" ({wording.STRENGTH[entry.strength][lang]})" if entry.case else ""
    line = entry.line if len(entry.line) <= MOST_LINE else f"{entry.line[:MOST_LINE]} …"
    shown = [plain(f"#{entry.id}  {when}  "), code(entry.case or said.NO_CASE[lang]), plain(strength)]
    shown += [plain("  "), link(address, said.LOG_OPEN[lang])] if address else []
    return [*shown, plain("\n"), code(line)]


def _safe(typed: str) -> str:
    """What somebody typed, as it may stand between back quotes, without the ids of whom they mentioned."""
    return _MENTIONED.sub("@…", typed).replace("`", "'")[:MOST_LINE]
