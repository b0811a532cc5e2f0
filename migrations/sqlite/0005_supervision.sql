-- Why a conversation has the risk class that it has: every change, with the rule or the person behind it.
CREATE TABLE risk_change (
  id BLOB PRIMARY KEY NOT NULL,
  conversation BLOB NOT NULL REFERENCES conversation (id),
  at TEXT NOT NULL,
  from_class INTEGER NOT NULL CHECK (from_class BETWEEN 0 AND 4),
  to_class INTEGER NOT NULL CHECK (to_class BETWEEN 0 AND 4),
  source TEXT NOT NULL CHECK (source IN ('message', 'answers', 'staff', 'duress', 'returned')),
  -- Of assets/risk: which rule fired.
  rule TEXT,
  -- The message of the main channel that it fired on.
  seq INTEGER,
  -- Who of the staff.
  by_account BLOB,
  -- Why, in her words; sealed under the conversation's key.
  note BLOB
) STRICT;
CREATE INDEX risk_change_conversation ON risk_change (conversation, at);

-- What the rules saw in a message, written in the transaction that stores it, so that nothing seen is lost before it
-- was acted on.
CREATE TABLE finding (
  channel INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  class INTEGER NOT NULL CHECK (class BETWEEN 0 AND 4),
  rule TEXT NOT NULL,
  at TEXT NOT NULL,
  handled INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (channel, seq)
) STRICT;
CREATE INDEX finding_handled ON finding (handled, at);

-- What a supervisor has to know of. Open until one answers it, or it is moot.
CREATE TABLE alert (
  id BLOB PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('risk', 'duress', 'panic', 'unclaimed', 'held', 'contact', 'flag', 'block')),
  conversation BLOB NOT NULL REFERENCES conversation (id),
  -- What it is about within the conversation: a held message, a block.
  subject BLOB,
  risk INTEGER NOT NULL CHECK (risk BETWEEN 0 AND 4),
  rule TEXT,
  -- Rings until somebody answers.
  loud INTEGER NOT NULL,
  raised_at TEXT NOT NULL,
  -- When, and how often, those on duty were last told by other ways than the desk.
  told_at TEXT NOT NULL,
  told INTEGER NOT NULL DEFAULT 0,
  answered_by BLOB,
  answered_at TEXT
) STRICT;
CREATE INDEX alert_answered ON alert (answered_at, raised_at);
CREATE INDEX alert_conversation ON alert (conversation, answered_at);

-- How much of what a counsellor writes waits for a supervisor first. No row: nothing.
CREATE TABLE trust (
  account BLOB PRIMARY KEY NOT NULL REFERENCES account (id),
  level TEXT NOT NULL CHECK (level IN ('none', 'flagged', 'first', 'all')),
  set_by BLOB NOT NULL,
  set_at TEXT NOT NULL
) STRICT;

-- Messages that wait for a supervisor before the other side sees them.
CREATE TABLE held (
  id BLOB PRIMARY KEY NOT NULL,
  conversation BLOB NOT NULL REFERENCES conversation (id),
  channel INTEGER NOT NULL REFERENCES channel (no),
  -- The client's own id for it, as in `message.id`.
  message BLOB NOT NULL,
  author BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('visitor', 'counsellor', 'supervisor', 'professional')),
  reason TEXT NOT NULL CHECK (reason IN ('approval', 'contact')),
  -- What was written; sealed under the conversation's key.
  body BLOB NOT NULL,
  at TEXT NOT NULL,
  -- When it goes out unreviewed; null: never by itself.
  expires_at TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'released', 'edited', 'returned')),
  -- Its number in the channel, once it was delivered.
  seq INTEGER,
  delivered_at TEXT,
  decided_by BLOB,
  decided_at TEXT,
  -- A word to the author; sealed.
  note BLOB,
  UNIQUE (channel, message)
) STRICT;
CREATE INDEX held_state ON held (state, at);
CREATE INDEX held_conversation ON held (conversation, state);

-- Messages that somebody should look at again.
CREATE TABLE flag (
  id BLOB PRIMARY KEY NOT NULL,
  conversation BLOB NOT NULL REFERENCES conversation (id),
  channel INTEGER NOT NULL REFERENCES channel (no),
  seq INTEGER NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('rule', 'staff', 'unreviewed')),
  rule TEXT,
  by_account BLOB,
  -- Why, in her words; sealed under the conversation's key.
  note BLOB,
  at TEXT NOT NULL,
  outcome TEXT CHECK (outcome IN ('fine', 'talk', 'serious')),
  review_note BLOB,
  reviewed_by BLOB,
  reviewed_at TEXT,
  UNIQUE (channel, seq)
) STRICT;
CREATE INDEX flag_reviewed ON flag (reviewed_at, at);
