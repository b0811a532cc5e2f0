-- When she wished it gone while a legal hold kept it: erased when the hold ends.
ALTER TABLE conversation ADD COLUMN erase_wanted_at TEXT;
CREATE INDEX conversation_kept ON conversation (erased_at, closed_at);

-- What may not be erased, by two people's word. The reason is staff's own and stays readable: it names nobody.
CREATE TABLE legal_hold (
  id BLOB PRIMARY KEY NOT NULL,
  conversation BLOB NOT NULL REFERENCES conversation (id),
  reason TEXT NOT NULL,
  asked_by BLOB NOT NULL,
  asked_at TEXT NOT NULL,
  -- Until then it holds without a second person's word.
  lapses_at TEXT NOT NULL,
  confirmed_by BLOB,
  confirmed_at TEXT,
  lift_reason TEXT,
  lift_asked_by BLOB,
  lift_asked_at TEXT,
  lifted_by BLOB,
  lifted_at TEXT,
  CHECK (confirmed_by IS NULL OR confirmed_by <> asked_by),
  CHECK (lifted_by IS NULL OR lifted_by <> lift_asked_by)
) STRICT;
CREATE INDEX legal_hold_conversation ON legal_hold (conversation);

CREATE INDEX read_ledger_at ON read_ledger (at, id);
