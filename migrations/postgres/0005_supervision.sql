-- Why a conversation has the risk class that it has: every change, with the rule or the person behind it.
CREATE TABLE risk_change (
  id UUID PRIMARY KEY NOT NULL,
  conversation UUID NOT NULL REFERENCES conversation (id),
  at TIMESTAMPTZ NOT NULL,
  from_class BIGINT NOT NULL CHECK (from_class BETWEEN 0 AND 4),
  to_class BIGINT NOT NULL CHECK (to_class BETWEEN 0 AND 4),
  source TEXT NOT NULL CHECK (source IN ('message', 'answers', 'staff', 'duress', 'returned')),
  -- Of assets/risk: which rule fired.
  rule TEXT,
  -- The message of the main channel that it fired on.
  seq BIGINT,
  -- Who of the staff.
  by_account UUID,
  -- Why, in her words; sealed under the conversation's key.
  note BYTEA
);
CREATE INDEX risk_change_conversation ON risk_change (conversation, at);

-- What the rules saw in a message, written in the transaction that stores it, so that nothing seen is lost before it
-- was acted on.
CREATE TABLE finding (
  channel BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  class BIGINT NOT NULL CHECK (class BETWEEN 0 AND 4),
  rule TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  handled BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (channel, seq)
);
CREATE INDEX finding_handled ON finding (handled, at);

-- What a supervisor has to know of. Open until one answers it, or it is moot.
CREATE TABLE alert (
  id UUID PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('risk', 'duress', 'panic', 'unclaimed', 'held', 'contact', 'flag', 'block')),
  conversation UUID NOT NULL REFERENCES conversation (id),
  -- What it is about within the conversation: a held message, a block.
  subject UUID,
  risk BIGINT NOT NULL CHECK (risk BETWEEN 0 AND 4),
  rule TEXT,
  -- Rings until somebody answers.
  loud BOOLEAN NOT NULL,
  raised_at TIMESTAMPTZ NOT NULL,
  -- When, and how often, those on duty were last told by other ways than the desk.
  told_at TIMESTAMPTZ NOT NULL,
  told BIGINT NOT NULL DEFAULT 0,
  answered_by UUID,
  answered_at TIMESTAMPTZ
);
CREATE INDEX alert_answered ON alert (answered_at, raised_at);
CREATE INDEX alert_conversation ON alert (conversation, answered_at);

-- How much of what a counsellor writes waits for a supervisor first. No row: nothing.
CREATE TABLE trust (
  account UUID PRIMARY KEY NOT NULL REFERENCES account (id),
  level TEXT NOT NULL CHECK (level IN ('none', 'flagged', 'first', 'all')),
  set_by UUID NOT NULL,
  set_at TIMESTAMPTZ NOT NULL
);

-- Messages that wait for a supervisor before the other side sees them.
CREATE TABLE held (
  id UUID PRIMARY KEY NOT NULL,
  conversation UUID NOT NULL REFERENCES conversation (id),
  channel BIGINT NOT NULL REFERENCES channel (no),
  -- The client's own id for it, as in `message.id`.
  message UUID NOT NULL,
  author UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('visitor', 'counsellor', 'supervisor', 'professional')),
  reason TEXT NOT NULL CHECK (reason IN ('approval', 'contact')),
  -- What was written; sealed under the conversation's key.
  body BYTEA NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  -- When it goes out unreviewed; null: never by itself.
  expires_at TIMESTAMPTZ,
  state TEXT NOT NULL CHECK (state IN ('open', 'released', 'edited', 'returned')),
  -- Its number in the channel, once it was delivered.
  seq BIGINT,
  delivered_at TIMESTAMPTZ,
  decided_by UUID,
  decided_at TIMESTAMPTZ,
  -- A word to the author; sealed.
  note BYTEA,
  UNIQUE (channel, message)
);
CREATE INDEX held_state ON held (state, at);
CREATE INDEX held_conversation ON held (conversation, state);

-- Messages that somebody should look at again.
CREATE TABLE flag (
  id UUID PRIMARY KEY NOT NULL,
  conversation UUID NOT NULL REFERENCES conversation (id),
  channel BIGINT NOT NULL REFERENCES channel (no),
  seq BIGINT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('rule', 'staff', 'unreviewed')),
  rule TEXT,
  by_account UUID,
  -- Why, in her words; sealed under the conversation's key.
  note BYTEA,
  at TIMESTAMPTZ NOT NULL,
  outcome TEXT CHECK (outcome IN ('fine', 'talk', 'serious')),
  review_note BYTEA,
  reviewed_by UUID,
  reviewed_at TIMESTAMPTZ,
  UNIQUE (channel, seq)
);
CREATE INDEX flag_reviewed ON flag (reviewed_at, at);
