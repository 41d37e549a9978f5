"""The schema, one step at a time: a migration that was released is never changed, the next one is added below it.

`docs/log.md` explains every column and is held to the real schema by a test.
"""

from sqlite_utils import Database, Migrations

from bot.edge.store.schema.boards import BOARDS
from bot.edge.store.schema.handoffs import HANDOFFS
from bot.edge.store.schema.oncall import ONCALL
from bot.edge.store.schema.search import TOKENIZER

migrations = Migrations("juicefs-bot")

_FIRST = """
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    opened_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    door TEXT NOT NULL,
    team TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL DEFAULT '',
    thread_ts TEXT,
    forgotten_at TEXT
);
CREATE UNIQUE INDEX conversations_thread ON conversations (door, team, channel, thread_ts);
CREATE INDEX conversations_last_at ON conversations (last_at);

CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    at TEXT NOT NULL,
    ts TEXT,
    user TEXT NOT NULL DEFAULT '',
    lang TEXT NOT NULL,
    verdict TEXT,
    text TEXT NOT NULL,
    spaced TEXT
);
CREATE UNIQUE INDEX messages_ts ON messages (conversation_id, direction, ts);

CREATE TABLE matches (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    rank INTEGER NOT NULL,
    case_id TEXT NOT NULL,
    score REAL NOT NULL,
    strength TEXT NOT NULL CHECK (strength IN ('none', 'possible', 'likely', 'certain')),
    cause TEXT,
    slots TEXT NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX matches_rank ON matches (message_id, rank);
CREATE INDEX matches_case ON matches (case_id);

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    match_id INTEGER NOT NULL REFERENCES matches (id) ON DELETE CASCADE,
    line TEXT NOT NULL,
    number INTEGER NOT NULL,
    source TEXT NOT NULL
);
CREATE INDEX evidence_match ON evidence (match_id);

CREATE TABLE hidden (
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (message_id, rule)
);

CREATE VIEW overview AS
SELECT
    c.id, c.opened_at, c.last_at, c.door, c.team, c.channel, c.thread_ts, c.forgotten_at,
    asked.user, best.case_id, best.strength, best.score, proof.line, asked.text AS asked
FROM conversations c
LEFT JOIN messages asked ON asked.id = (
    SELECT id FROM messages WHERE conversation_id = c.id AND direction = 'in' ORDER BY at, id LIMIT 1
)
LEFT JOIN matches best ON best.id = (
    SELECT t.id FROM matches t JOIN messages m ON m.id = t.message_id
    WHERE m.conversation_id = c.id AND t.rank = 1 ORDER BY m.at DESC, m.id DESC LIMIT 1
)
LEFT JOIN evidence proof ON proof.id = (SELECT min(id) FROM evidence WHERE match_id = best.id);
"""


_SECOND = """
ALTER TABLE messages ADD COLUMN answers TEXT;

CREATE TABLE told (
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    case_id TEXT NOT NULL,
    strength TEXT NOT NULL CHECK (strength IN ('none', 'possible', 'likely', 'certain')),
    PRIMARY KEY (message_id, case_id)
);

CREATE TABLE feedback (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    user TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('helped', 'not-it')),
    at TEXT NOT NULL
);
CREATE UNIQUE INDEX feedback_once ON feedback (message_id, user) WHERE user <> '';

CREATE TABLE channels (
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (team, channel)
);

CREATE TABLE events (
    key TEXT PRIMARY KEY,
    change TEXT NOT NULL,
    channel TEXT NOT NULL,
    ts TEXT NOT NULL,
    thread_ts TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
    holder TEXT NOT NULL,
    tries INTEGER NOT NULL,
    claimed_at TEXT NOT NULL
);
CREATE INDEX events_pending ON events (claimed_at) WHERE state = 'pending';
CREATE INDEX events_claimed ON events (claimed_at);
"""


_SIXTH = """
CREATE TABLE catching_up (
    team TEXT PRIMARY KEY,
    since REAL NOT NULL
);
"""


@migrations(name="0001_conversations")
def _conversations(db: Database) -> None:
    db.executescript(_FIRST)
    db.table("messages").enable_fts(["text", "spaced"], create_triggers=True, tokenize=TOKENIZER)


@migrations(name="0002_chats")
def _chats(db: Database) -> None:
    db.executescript(_SECOND)


@migrations(name="0003_on_call")
def _on_call(db: Database) -> None:
    db.executescript(ONCALL)


@migrations(name="0004_boards")
def _boards(db: Database) -> None:
    db.executescript(BOARDS)


@migrations(name="0005_handoffs")
def _handoffs(db: Database) -> None:
    db.executescript(HANDOFFS)


@migrations(name="0006_catching_up")
def _catching_up(db: Database) -> None:
    db.executescript(_SIXTH)
