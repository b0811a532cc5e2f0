-- Visitors: no name, no address, no device. A row is a person as far as her return code leads to it.
CREATE TABLE visitor (
  id UUID PRIMARY KEY NOT NULL,
  -- Of her one living token, only the hash; null when it is dead.
  token_hash BYTEA UNIQUE,
  token_dies_at TIMESTAMPTZ,
  -- Her return code under the server's own secret: the database alone does not let anybody try codes.
  return_mac BYTEA NOT NULL UNIQUE,
  -- Her newest conversation: where the return code leads.
  conversation UUID NOT NULL,
  -- The socket that speaks for her; the newest wins.
  socket UUID,
  seen_at TIMESTAMPTZ NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE conversation (
  id UUID PRIMARY KEY NOT NULL,
  visitor UUID NOT NULL REFERENCES visitor (id),
  -- The earlier conversation of the same person that this one goes on from.
  continues UUID,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'active', 'wrap_up', 'closed')),
  closed_reason TEXT CHECK (closed_reason IN ('done', 'left', 'abandoned', 'erased')),
  language TEXT NOT NULL CHECK (language IN ('ko', 'en')),
  -- Four digits that tell two visitors apart; not unique, not secret.
  label TEXT NOT NULL,
  risk BIGINT NOT NULL CHECK (risk BETWEEN 0 AND 4),
  -- The order within a risk class: microseconds since the epoch when she came, or one less than the first of the class
  -- for a conversation that a counsellor put back at its head.
  place BIGINT NOT NULL,
  -- Who has it: offered to, answers, or answered last.
  counsellor UUID,
  -- Whether an offer is a colleague's transfer.
  offered_by UUID,
  offer_expires_at TIMESTAMPTZ,
  -- The data key of all that is said in it.
  key UUID NOT NULL,
  -- Sealed under that key.
  nickname BYTEA,
  topic BYTEA,
  safe_now TEXT CHECK (safe_now IN ('yes', 'no', 'unsure')),
  outreach_code TEXT,
  visitor_left_at TIMESTAMPTZ,
  waiting_since TIMESTAMPTZ NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  opened_at TIMESTAMPTZ,
  wrapped_at TIMESTAMPTZ,
  closed_at TIMESTAMPTZ,
  -- When its key was destroyed, and with it all that was said in it.
  erased_at TIMESTAMPTZ,
  CHECK ((state = 'closed') = (closed_reason IS NOT NULL)),
  CHECK (state NOT IN ('offered', 'active', 'wrap_up') OR counsellor IS NOT NULL)
);
CREATE INDEX conversation_line ON conversation (state, risk, place);
CREATE INDEX conversation_counsellor ON conversation (counsellor, state);
CREATE INDEX conversation_visitor ON conversation (visitor);
-- How many were opened lately tells how fast the line moves: asked at every hello, so never of the whole table.
CREATE INDEX conversation_opened ON conversation (opened_at);

CREATE TABLE desk (
  account UUID PRIMARY KEY NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('available', 'away')),
  capacity BIGINT NOT NULL CHECK (capacity BETWEEN 1 AND 20),
  -- Offered, active and in wrap-up. Moved in the transaction that moves the conversation: the guard against too many.
  load BIGINT NOT NULL DEFAULT 0 CHECK (load >= 0),
  -- As on the account when she sat down: ko, en, or both with a comma.
  languages TEXT NOT NULL,
  name TEXT NOT NULL,
  -- When a socket of hers was last known to be alive.
  seen_at TIMESTAMPTZ NOT NULL,
  assigned_at TIMESTAMPTZ
);
CREATE INDEX desk_state ON desk (state, seen_at);

CREATE TABLE note (
  id UUID PRIMARY KEY NOT NULL,
  conversation UUID NOT NULL REFERENCES conversation (id),
  author UUID NOT NULL,
  body BYTEA NOT NULL,
  at TIMESTAMPTZ NOT NULL
);
CREATE INDEX note_conversation ON note (conversation, at);

CREATE TABLE canned_reply (
  id UUID PRIMARY KEY NOT NULL,
  -- Whose; null when shared.
  owner UUID,
  language TEXT NOT NULL CHECK (language IN ('ko', 'en')),
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX canned_reply_owner ON canned_reply (owner);
