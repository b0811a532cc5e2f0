-- Care for those who answer, and what is left of a talk when its text is gone.

-- Whether its risk was ever 3 or more while it was with who has it now.
ALTER TABLE conversation ADD COLUMN heavy INTEGER NOT NULL DEFAULT 0;
-- Whether the visitor answered the survey: the mark only, never shown to staff.
ALTER TABLE conversation ADD COLUMN surveyed INTEGER NOT NULL DEFAULT 0;

-- Heavy conversations that left her since her last break.
ALTER TABLE desk ADD COLUMN heavy INTEGER NOT NULL DEFAULT 0;
ALTER TABLE desk ADD COLUMN break_from TEXT;
ALTER TABLE desk ADD COLUMN break_until TEXT;
CREATE INDEX desk_break ON desk (break_until);

-- Codes of assets/record.toml and nothing else: they outlive the erasure of the text.
CREATE TABLE contact_record (
  conversation BLOB PRIMARY KEY NOT NULL REFERENCES conversation (id),
  age_band TEXT,
  district TEXT,
  action_taken TEXT NOT NULL,
  outcome TEXT,
  written_by BLOB NOT NULL,
  written_at TEXT NOT NULL
) STRICT;
CREATE TABLE contact_reason (
  conversation BLOB NOT NULL REFERENCES contact_record (conversation),
  code TEXT NOT NULL,
  PRIMARY KEY (conversation, code)
) STRICT;

-- What visitors answered to the two questions, as counts: no row is anybody's, so that nothing leads back to a talk.
CREATE TABLE survey (
  -- In Seoul: 2026-11.
  month TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('ko', 'en')),
  -- `none`: she left the question out.
  helped TEXT NOT NULL CHECK (helped IN ('yes', 'some', 'no', 'none')),
  safer TEXT NOT NULL CHECK (safer IN ('yes', 'same', 'no', 'none')),
  answers INTEGER NOT NULL CHECK (answers >= 0),
  PRIMARY KEY (month, language, helped, safer)
) STRICT;

-- Talks that somebody owes her who had a heavy time.
CREATE TABLE debrief (
  id BLOB PRIMARY KEY NOT NULL,
  account BLOB NOT NULL,
  conversation BLOB NOT NULL REFERENCES conversation (id),
  why TEXT NOT NULL CHECK (why IN ('heavy', 'panic')),
  made_at TEXT NOT NULL,
  done_at TEXT,
  done_by BLOB
) STRICT;
CREATE INDEX debrief_account ON debrief (account, done_at);
CREATE INDEX debrief_open ON debrief (done_at, made_at);

-- Closed conversations that a counsellor put out of her own sight.
CREATE TABLE hidden (
  conversation BLOB NOT NULL REFERENCES conversation (id),
  account BLOB NOT NULL,
  hidden_at TEXT NOT NULL,
  PRIMARY KEY (conversation, account)
) STRICT;
