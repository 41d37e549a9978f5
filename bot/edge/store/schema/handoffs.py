"""The tables of handing over; `bot.edge.store.schema.migrations` puts them into a log."""

HANDOFFS = """
CREATE TABLE handoffs (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    thread_ts TEXT,
    parent_ts TEXT,
    lang TEXT NOT NULL,
    sender TEXT NOT NULL,
    receiver TEXT NOT NULL,
    note TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    read_at TEXT,
    posted_at TEXT,
    refused TEXT NOT NULL,
    reminded_at TEXT,
    told_at TEXT
);
CREATE INDEX handoffs_thread ON handoffs (channel, thread_ts);

CREATE TABLE handoff_items (
    handoff_id INTEGER NOT NULL REFERENCES handoffs (id) ON DELETE CASCADE,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    before TEXT,
    now TEXT,
    others TEXT NOT NULL,
    unread TEXT NOT NULL,
    card_ts TEXT,
    accepted_by TEXT NOT NULL,
    accepted_at TEXT,
    PRIMARY KEY (handoff_id, conversation_id)
);
CREATE INDEX handoff_items_conversation ON handoff_items (conversation_id);

CREATE TABLE errands (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('post', 'remind', 'tell', 'accepted', 'card')),
    handoff_id INTEGER NOT NULL REFERENCES handoffs (id) ON DELETE CASCADE,
    conversation_id INTEGER REFERENCES conversations (id) ON DELETE CASCADE,
    due_at TEXT NOT NULL,
    holder TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0,
    done_at TEXT
);
CREATE INDEX errands_due ON errands (due_at) WHERE done_at IS NULL;
CREATE UNIQUE INDEX errands_once ON errands (kind, handoff_id, coalesce(conversation_id, 0));

ALTER TABLE reminders ADD COLUMN holder TEXT NOT NULL DEFAULT '';
ALTER TABLE reminders ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
"""
