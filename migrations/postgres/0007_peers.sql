-- Care for those who answer, and what is left of a talk when its text is gone.

-- Whether its risk was ever 3 or more while it was with who has it now.
ALTER TABLE conversation ADD COLUMN heavy BOOLEAN NOT NULL DEFAULT FALSE;
-- Whether the visitor answered the survey: the mark only, never shown to staff.
ALTER TABLE conversation ADD COLUMN surveyed BOOLEAN NOT NULL DEFAULT FALSE;

-- Heavy conversations that left her since her last break.
ALTER TABLE desk ADD COLUMN heavy BIGINT NOT NULL DEFAULT 0;
ALTER TABLE desk ADD COLUMN break_from TIMESTAMPTZ;
ALTER TABLE desk ADD COLUMN break_until TIMESTAMPTZ;
CREATE INDEX desk_break ON desk (break_until);

-- Codes of assets/record.toml and nothing else: they outlive the erasure of the text.
CREATE TABLE contact_record (
  conversation UUID PRIMARY KEY NOT NULL REFERENCES conversation (id),
  age_band TEXT,
  district TEXT,
  action_taken TEXT NOT NULL,
  outcome TEXT,
  written_by UUID NOT NULL,
  written_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE contact_reason (
  conversation UUID NOT NULL REFERENCES contact_record (conversation),
  code TEXT NOT NULL,
  PRIMARY KEY (conversation, code)
);

-- What visitors answered to the two questions, as counts: no row is anybody's, so that nothing leads back to a talk.
CREATE TABLE survey (
  -- In Seoul: 2026-11.
  month TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('ko', 'en')),
  -- `none`: she left the question out.
  helped TEXT NOT NULL CHECK (helped IN ('yes', 'some', 'no', 'none')),
  safer TEXT NOT NULL CHECK (safer IN ('yes', 'same', 'no', 'none')),
  answers BIGINT NOT NULL CHECK (answers >= 0),
  PRIMARY KEY (month, language, helped, safer)
);

-- Talks that somebody owes her who had a heavy time.
CREATE TABLE debrief (
  id UUID PRIMARY KEY NOT NULL,
  account UUID NOT NULL,
  conversation UUID NOT NULL REFERENCES conversation (id),
  why TEXT NOT NULL CHECK (why IN ('heavy', 'panic')),
  made_at TIMESTAMPTZ NOT NULL,
  done_at TIMESTAMPTZ,
  done_by UUID
);
CREATE INDEX debrief_account ON debrief (account, done_at);
CREATE INDEX debrief_open ON debrief (done_at, made_at);

-- Closed conversations that a counsellor put out of her own sight.
CREATE TABLE hidden (
  conversation UUID NOT NULL REFERENCES conversation (id),
  account UUID NOT NULL,
  hidden_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (conversation, account)
);
