-- The durable conversation core. `channel.no` is a small number of our own: the log's two indexes start with it, and a
-- number is a third of a UUID's size there. Measured (docs/performance.md): a rowid log under two narrow unique
-- indexes takes 1.6 times the rows a second of a clustered WITHOUT ROWID key.
CREATE TABLE channel (
  no INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id BLOB NOT NULL UNIQUE,
  conversation BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('main', 'staff', 'consult')),
  key BLOB NOT NULL,
  last_seq INTEGER NOT NULL DEFAULT 0,
  -- Counts changes of membership. A message carries the epoch that it was committed under; who knows an older one asks
  -- the database before showing it.
  epoch INTEGER NOT NULL DEFAULT 1,
  closed_at TEXT
) STRICT;
CREATE INDEX channel_conversation ON channel (conversation);

CREATE TABLE member (
  channel INTEGER NOT NULL REFERENCES channel (no),
  participant BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('visitor', 'counsellor', 'supervisor', 'professional')),
  -- Sealed under the channel's key: a nickname is text of a person too.
  name BLOB NOT NULL,
  writes INTEGER NOT NULL,
  read_seq INTEGER NOT NULL DEFAULT 0,
  joined_at TEXT NOT NULL,
  left_at TEXT,
  PRIMARY KEY (channel, participant)
) STRICT;
CREATE INDEX member_participant ON member (participant, left_at);

CREATE TABLE message (
  no INTEGER PRIMARY KEY NOT NULL,
  channel INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  id BLOB NOT NULL,
  author BLOB NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX message_seq ON message (channel, seq);
CREATE UNIQUE INDEX message_id ON message (channel, id);
