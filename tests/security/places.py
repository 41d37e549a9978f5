"""Where a secret could have come to rest: every place that the bot writes to, as text to be searched."""

import json
import re
import sqlite3
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.cli.running import run
from tests.security.planting import Planted, found
from tests.slack.running import Bot
from tests.slack_standin import Person, Slack

Places = Mapping[str, str]
"""Name of the place -> everything that stands there."""


def leaks(places: Places, pieces: Mapping[str, Planted]) -> list[str]:
    """A sentence for each secret that is found in a place."""
    return [
        f"{name}: {one.kind.name} by {one.road}"
        for name, text in places.items()
        for one in sorted(found(text, pieces), key=lambda one: one.kind.name)
    ]


def in_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of the bot's folder as it lies on the disk: the database, its WAL, what the bot printed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"file {path.name}", path.read_bytes().decode("utf-8", "replace")


def in_tables(log: Path) -> Iterator[tuple[str, str]]:
    """Every table and shadow table row by row (a page of a file may cut a value), and the words of the search index."""
    with sqlite3.connect(f"file:{log}?mode=ro", uri=True) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            yield f"table {name}", "\n".join(map(_shown, db.execute(f'SELECT * FROM "{name}"')))  # noqa: S608 - names from the schema
        words = sqlite3.connect(":memory:")
        words.execute("ATTACH ? AS log", (str(log),))
        words.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(log, messages_fts, row)")
        yield "search index", "\n".join(term for (term,) in words.execute("SELECT term FROM temp.words"))
        words.close()
    db.close()


def in_slack(slack: Slack, people: Iterable[Person], since: int = 0) -> Iterator[tuple[str, str]]:
    """All that the bot sent to Slack after so many calls: everything in them, answers to commands, views, files."""
    for call in slack.calls()[since:]:
        yield f"call {call.method}", json.dumps(call.args, ensure_ascii=False, default=str)
    for file in slack.files:
        if file.name.startswith("juicefs-"):
            yield "file of the bot's", file.content.decode("utf-8", "replace")
    for message in slack.bot_messages():
        yield "message as it is read", slack.read(message)
    for person in people:
        for whisper in person.whispers:
            yield f"whisper to {person.name}", json.dumps(whisper.body, ensure_ascii=False, default=str)


def in_pages(bot: Bot) -> Iterator[tuple[str, str]]:
    """The pages for machines; where they are is in the bot's log, of either format."""
    port = re.findall(r"listening\b[^\n]*?\bport\"?[=:] ?(\d+)", bot.output)[-1]
    for path in ("/metrics", "/healthz", "/readyz"):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            yield path, answer.read().decode()


def in_commands(folder: Path, channels: Sequence[str], conversations: Sequence[int]) -> Iterator[tuple[str, str]]:
    """What the commands over the log print or write: list, export, hand-over, figures, drafts, reports, backup."""
    commands = [["log"], ["log", "export"], ["stats"], ["stats", "--json"], ["backup", "copy.db"]]
    commands += [["handoff", "--no-check", "--channel", one] for one in channels]
    commands += [["handoff", "--no-check", "--format", "json", "--lang", "zh", "--channel", one] for one in channels]
    for one in conversations:
        commands += [["draft", str(one)], ["report", "--no-check", str(one)], ["log", "show", str(one)]]
    for words in commands:
        done = run(*words, cwd=folder, env={"JUICEFS_BOT_DB": str(folder / "log.db")})
        assert done.returncode == 0, (words, done.stderr)
        yield " ".join(words[:2]), (done.stdout + done.stderr).decode("utf-8", "replace")


def together(*parts: Iterable[tuple[str, str]]) -> Places:
    """Places of the same name joined."""
    places: dict[str, list[str]] = {}
    for name, text in (one for part in parts for one in part):
        places.setdefault(name, []).append(text)
    return {name: "\n".join(texts) for name, texts in places.items()}


def _shown(row: Sequence[object]) -> str:
    return " ".join(one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in row)
