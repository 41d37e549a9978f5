"""10,000 hostile names and texts through every face: nothing of them is live, steers a terminal or enters a command."""

import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from bot.core.chat.replies import case_message, cases_message, log_message, next_best, sentence, unknown_message
from bot.core.faces.as_json import cluster_json, reply_json
from bot.core.faces.blocks import to_blocks
from bot.core.faces.terminal import to_terminal
from bot.core.faces.transcript import entry_json, listing, transcript
from bot.core.matching.index import index
from bot.core.oncall.draft import draft
from bot.core.oncall.handoff import hand_over
from bot.core.oncall.handoff_blocks import card_message, parent_message
from bot.core.oncall.handoff_lines import next_step
from bot.core.oncall.handoff_text import to_json, to_markdown
from bot.core.oncall.replies import open_message, seen_block, stats_message
from bot.core.oncall.stats import count
from bot.core.oncall.upstream import upstream_report
from bot.core.redaction.redact import redact
from bot.edge.casebook import built_in_folder, check
from bot.edge.snapshot_file import save
from bot.flow import answer
from bot.model.case import Casebook, CaseId, Strength
from bot.model.chat import SlackMessage
from bot.model.conversation import Conversation, ConversationId, Door, Entry, Logged, MessageIn, Place
from bot.model.diagnosis import Reply, Verdict
from bot.model.handoff import HandoffId, OpenItem
from bot.model.oncall import Act, Change, Duty, Status
from bot.model.text import Lang, RawText, SafeText
from tests.core.judging.diagnosing import built_in, diagnosed
from tests.core.oncall.episodes import episode
from tests.core.oncall.handoffs import NOW, item, reading
from tests.scenes.scene import compose
from tests.scenes.take import snapshot_of
from tests.security.hostile import name, paste, text
from tests.security.live import broken_in, live_in, steering

PASTES, CONVERSATIONS, CLUSTERS, CASES = 5_500, 700, 60, 180
"""With five, twenty and six texts in each of the last three: 11,280 together."""
_NAME = r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?"
_CASE = (built_in_folder() / "cases" / "csi-driver-not-registered.md").read_text("utf-8")


def _told(message: SlackMessage, *people: str) -> None:
    assert live_in(message, people=people) == []
    assert broken_in(message) == []


def _commands(reply: Reply, book: Casebook) -> None:
    """Each suggested command is its case's own, with valid names (or nothing) in its slots."""
    for case in reply.cases:
        own = [_pattern(one.run) for one in book.by_id[case.case].commands]
        for command in case.commands:
            assert any(one.fullmatch(command.run) for one in own), command.run
    for line in reply.advice:
        for quoted in re.findall(r"`(kubectl[^`]*)`", line):
            assert re.fullmatch(r"[a-zA-Z0-9_ {}./:='\[\]|,-]+", quoted), quoted


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{([a-z_]+)\}", template)
    made = [re.escape(part) if at % 2 == 0 else rf"(?:{_NAME}|\{{{part}\}})" for at, part in enumerate(parts)]
    return re.compile("".join(made))


@pytest.mark.slow
def test_no_paste_comes_alive(capsys: pytest.CaptureFixture[str]) -> None:
    """Slack's first and whole message, the terminal, JSON and every command, for thousands of hostile pastes."""
    chance, ready, cases = random.Random(20_261_124), built_in(), 0  # noqa: S311 - the same in every run
    for _ in range(PASTES):
        found = answer(RawText(paste(chance)), ready, chance.choice((Lang.EN, Lang.ZH, None)))
        for whole in (True, False):
            _told(to_blocks(found.reply, whole=whole))
        _told(next_best(found.diagnosis, ready.book, ()))
        assert steering(to_terminal(found.reply)) == []
        json.loads(json.dumps(reply_json(found.reply, found.diagnosis)))
        _commands(found.reply, ready.book)
        cases += bool(found.reply.cases)
    assert cases > PASTES / 4
    with capsys.disabled():
        print(f"\n{PASTES} hostile pastes, {cases} of them with a case: 0 live")  # noqa: T201 - docs/security.md


@pytest.mark.slow
def test_no_conversation_comes_alive() -> None:
    """Notes, first lines, words of a search, file names, who and where: in lists, hand-overs, figures and reports."""
    chance, book = random.Random(7), built_in().book  # noqa: S311 - the same in every run
    for number in range(1, CONVERSATIONS + 1):
        said, noted, solved, who, typed = (_safe(chance) for _ in range(5))
        lang = chance.choice(tuple(Lang))
        logged, entry = _logged(number, said, who), _entry(number, said, who)
        for message in (
            log_message([entry], lang, lambda _: "https://acme.slack.example/t", searched=True),
            unknown_message(typed, typed, lang),
            case_message(book, typed, lang),
            cases_message(book, typed, lang),
            sentence(typed),
            stats_message(count([episode(number, case=None, line=said, solved=solved)]), lang),
            SlackMessage((seen_block([episode(number, line=said, solved=solved)], lang, lambda _: ""),), ""),
        ):
            _told(message)
        _in_a_terminal(logged, entry, lang)
        _in_a_handover(_open(number, said, noted), solved, lang, book)
        report, made = upstream_report(logged, None), draft(CaseId("conversation-1"), logged, [noted], solved)
        assert "evil.example" not in "".join(_outside_code(report))
        assert [*steering(report), *steering(made)] == []


def _safe(chance: random.Random) -> SafeText:
    return redact(RawText(text(chance))).text


def _logged(number: int, said: SafeText, who: str) -> Logged:
    message = MessageIn(said, NOW, Lang.EN, Verdict.MATCHED, user=who)
    place = Place(Door.SLACK, "T1", who, said)
    return Logged(ConversationId(number), NOW, NOW, Conversation(place, (message,)))


def _entry(number: int, said: SafeText, who: str) -> Entry:
    place = Place(Door.SLACK, "T1", who, said)
    return Entry(ConversationId(number), NOW, NOW, place, who, None, Strength.NONE, said)


def _open(number: int, said: SafeText, noted: SafeText) -> OpenItem:
    tried = (Change(Act.NOTE, "U0BEN", NOW, Status.OPEN, "", noted),)
    now = reading("a")
    strange = replace(now, findings=tuple(replace(one, subject=str(noted)) for one in now.findings))
    known = CaseId("redis-auth-required") if number % 2 else None
    return item(number, title=said, tried=tried, now=strange, case=known, duty=Duty(owner="U0ANNA"))


def _in_a_terminal(logged: Logged, entry: Entry, lang: Lang) -> None:
    assert steering(transcript(logged, lang)) == []
    assert steering(listing([entry], lang)) == []
    json.loads(json.dumps(entry_json(entry)))


def _in_a_handover(opened: OpenItem, note: SafeText, lang: Lang, book: Casebook) -> None:
    found = hand_over([opened], NOW, sender="U0ANNA", receiver="U0BEN", note=note)
    people = ("U0ANNA", "U0BEN")
    _told(parent_message(found, lang, HandoffId(1), 1), *people)
    _told(open_message(found, lang, lambda _: str(opened.title)), *people)
    for card in found.cards:
        _told(card_message(card, found, lang, book), *people)
        assert "evil" not in next_step(card, lang, book)
    markdown = to_markdown(found, lang, book)
    tokens = [token for block in MarkdownIt().parse(markdown) for token in (block, *(block.children or ()))]
    assert [one.attrs for one in tokens if one.type in ("link_open", "image", "html_inline", "html_block")] == []
    assert steering(markdown) == []
    json.loads(json.dumps(to_json(found, lang, book)))


def _outside_code(markdown: str) -> list[str]:
    tokens = [token for block in MarkdownIt().parse(markdown) for token in (block, *(block.children or ()))]
    return [one.content for one in tokens if one.type in ("text", "html_inline", "html_block")]


@pytest.mark.slow
def test_no_cluster_comes_alive(tmp_path: Path) -> None:
    """Names of nodes and classes, labels, events, log lines: in the diagnosis, the snapshot and the report."""
    chance, book = random.Random(11), built_in().book  # noqa: S311 - the same in every run
    for number in range(CLUSTERS):
        lang = chance.choice(tuple(Lang))
        found = diagnosed(snapshot_of(compose(_cluster(chance), f"hostile-{number}"), redact), lang=lang)
        for whole in (True, False):
            _told(to_blocks(found.reply, whole=whole))
        assert steering(to_terminal(found.reply)) == []
        json.loads(json.dumps(cluster_json(found.reply, found.diagnosis)))
        _commands(found.reply, book)
        save(found.snapshot, tmp_path / "pod.yaml") if hasattr(found, "snapshot") else None


def _cluster(chance: random.Random) -> dict[str, object]:
    def words() -> str:
        return name(chance).encode("utf-8", "replace").decode()

    return {
        "base": "waiting",
        "events": [
            {"about": "app", "reason": words(), "message": paste(chance).encode("utf-8", "replace").decode()}
            for _ in range(4)
        ],
        "logs": {"csi/juicefs-plugin": "\n".join(f"E0801 {words()} {words()}" for _ in range(3))},
        "change": [
            {"of": "app", "set": {"metadata.labels": {"a": words()}, "spec.containers[api].image": words()}},
            {"of": "app", "set": {"status.message": words(), "status.reason": words()}},
            {"of": "pv", "set": {"spec.mountOptions": [words()], "spec.csi.volumeHandle": words()}},
            {"of": "csi", "set": {"spec.containers[juicefs-plugin].image": words()}},
        ],
    }


@pytest.mark.slow
def test_no_own_case_comes_alive(tmp_path: Path) -> None:
    """What somebody writes into a case file is text, or the file is refused: no field of it steers or pings."""
    chance, taken = random.Random(13), 0  # noqa: S311 - the same in every run
    for number in range(CASES):
        (tmp_path / "own-case.md").write_text(_own(chance), "utf-8")
        book, faults = check(tmp_path)
        assert all(steering(str(fault)) == [] for fault in faults)
        if faults:
            continue
        taken += 1
        ready = index(book)
        for lang in Lang:
            link = book.by_id[CaseId("own-case")].pages[lang].link
            message = case_message(book, "own-case", lang)
            assert live_in(message, links=(link,)) == []
            assert broken_in(message) == []
            found = answer(
                RawText(
                    f"juicefs {number}: driver name csi.juicefs.com not found in the list of registered CSI drivers"
                ),
                ready,
                lang,
                force=True,
            )
            assert live_in(to_blocks(found.reply, whole=True), links=(link,)) == []
            assert steering(to_terminal(found.reply)) == []
    assert taken > CASES / 6


def _own(chance: random.Random) -> str:
    """A sound case of one's own, but for three of its fields."""

    def words() -> str:
        return " ".join(text(chance, 2).encode("utf-8", "replace").decode().split()).replace("`", "") or "x"

    own = _CASE.replace("id: csi-driver-not-registered", "id: own-case").replace("status: documented", "status: own")
    for field in chance.sample(_FIELDS, 3):
        own = re.sub(field, lambda found: f"{found[1]}{words()} {words()}\n", own, count=1)
    return own


_FIELDS = (
    *(rf"(?m)^(## {heading}\n)" for heading in ("Meaning", "More", "含义", "补充")),
    r"(?m)^(# English: ).*\n",
    r"(?m)^(# 中文：).*\n",
    r"(?m)^(- `[a-z-]+`: ).*\n",
    r"(?m)^(1\. \[safe\] (?:\[[a-z-]+\] )?).*\n",
    r"(?m)^(### `[a-z-]+` ).*\n",
)
