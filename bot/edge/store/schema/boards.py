"""The table of the bot's answers that show how their conversation stands; `migrations` puts it into a log."""

BOARDS = """
CREATE TABLE boards (
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    ts TEXT NOT NULL,
    answer TEXT NOT NULL,
    changes INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    painted TEXT NOT NULL,
    PRIMARY KEY (conversation_id, ts)
);
CREATE INDEX boards_behind ON boards (conversation_id) WHERE shown < changes;
"""
