"""The tables of conversations on call; `bot.edge.store.schema.migrations` puts them into a log."""

ONCALL = """
CREATE TABLE duties (
    conversation_id INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('open', 'handed-over', 'resolved', 'dismissed')),
    owner TEXT NOT NULL,
    offered_to TEXT NOT NULL,
    offered_by TEXT NOT NULL,
    offered_at TEXT,
    next_check_at TEXT,
    closed_at TEXT,
    version INTEGER NOT NULL
);
CREATE INDEX duties_status ON duties (status);

CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    user TEXT NOT NULL,
    act TEXT NOT NULL,
    status TEXT NOT NULL,
    owner TEXT NOT NULL,
    receiver TEXT NOT NULL,
    text TEXT NOT NULL,
    key TEXT NOT NULL
);
CREATE UNIQUE INDEX changes_once ON changes (key) WHERE key <> '';
CREATE INDEX changes_conversation ON changes (conversation_id);

CREATE TABLE readings (
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    pod TEXT NOT NULL,
    context TEXT NOT NULL,
    at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    case_id TEXT,
    findings TEXT NOT NULL,
    PRIMARY KEY (conversation_id, pod)
);

CREATE TABLE reminders (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('check', 'accept', 'not-accepted')),
    user TEXT NOT NULL,
    offered_at TEXT,
    due_at TEXT NOT NULL,
    done_at TEXT
);
CREATE INDEX reminders_due ON reminders (due_at) WHERE done_at IS NULL;
"""
