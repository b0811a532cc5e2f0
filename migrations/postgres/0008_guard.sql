-- Proof of work: a solved challenge counts once, on whichever node. Swept when it would have expired anyway.
CREATE TABLE spent_challenge (
  challenge BYTEA PRIMARY KEY NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX spent_challenge_expires ON spent_challenge (expires_at);

-- Who may not come back for a while, as far as her return code leads to her. Of her network nothing is written.
CREATE TABLE block (
  id UUID PRIMARY KEY NOT NULL,
  visitor UUID NOT NULL REFERENCES visitor (id),
  -- The talk that it was for.
  conversation UUID NOT NULL REFERENCES conversation (id),
  reason TEXT NOT NULL CHECK (reason IN ('abuse', 'predator', 'spam', 'other')),
  -- Sealed under the conversation's key.
  note BYTEA,
  made_by UUID NOT NULL,
  made_at TIMESTAMPTZ NOT NULL,
  -- Holds until here: a day at most, unless somebody else approved more.
  until TIMESTAMPTZ NOT NULL,
  wanted_until TIMESTAMPTZ NOT NULL,
  approved_by UUID,
  approved_at TIMESTAMPTZ,
  lifted_by UUID,
  lifted_at TIMESTAMPTZ,
  -- Sealed under the conversation's key.
  lift_note BYTEA,
  CHECK (approved_by <> made_by),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CHECK ((lifted_by IS NULL) = (lifted_at IS NULL)),
  CHECK (until <= wanted_until)
);
CREATE INDEX block_visitor ON block (visitor, until);
CREATE INDEX block_until ON block (until);
CREATE INDEX block_conversation ON block (conversation);

-- Links that bring people from other sites.
CREATE TABLE outreach_link (
  id UUID PRIMARY KEY NOT NULL,
  code TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  site TEXT NOT NULL,
  -- Whose pages may frame `/embed?o=<code>`: https origins with a space between them.
  embed_origins TEXT NOT NULL,
  made_by UUID NOT NULL,
  made_at TIMESTAMPTZ NOT NULL,
  disabled_by UUID,
  disabled_at TIMESTAMPTZ
);
-- The tally is counted from the conversations themselves.
CREATE INDEX conversation_outreach ON conversation (outreach_code) WHERE outreach_code IS NOT NULL;

-- What was done on other sites, in numbers.
CREATE TABLE outreach_log (
  id UUID PRIMARY KEY NOT NULL,
  account UUID NOT NULL REFERENCES account (id),
  site TEXT NOT NULL,
  -- The day as it is called in Seoul, YYYY-MM-DD.
  day TEXT NOT NULL,
  minutes BIGINT NOT NULL CHECK (minutes BETWEEN 1 AND 720),
  contacts BIGINT NOT NULL CHECK (contacts BETWEEN 0 AND 1000),
  written_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX outreach_log_account ON outreach_log (account);
