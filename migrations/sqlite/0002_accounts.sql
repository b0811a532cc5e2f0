-- Staff accounts.
CREATE TABLE account (
  id BLOB PRIMARY KEY NOT NULL,
  email TEXT NOT NULL,
  -- The address as it is compared: NFKC, lower case.
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- As a PHC string.
  password TEXT NOT NULL,
  -- The TOTP secret, sealed under a key of the account's own. Not confirmed yet while `factor_on_since` is null.
  factor_secret BLOB,
  factor_on_since TEXT,
  -- The last time step that a code was accepted for: each code once.
  factor_step INTEGER,
  created_at TEXT NOT NULL,
  disabled_at TEXT
) STRICT;

CREATE TABLE account_role (
  account BLOB NOT NULL REFERENCES account (id),
  role TEXT NOT NULL CHECK (role IN ('counsellor', 'supervisor', 'professional', 'operator', 'verifier', 'case_officer', 'monitor', 'council', 'admin')),
  PRIMARY KEY (account, role)
) STRICT;

CREATE TABLE account_language (
  account BLOB NOT NULL REFERENCES account (id),
  language TEXT NOT NULL CHECK (language IN ('ko', 'en')),
  PRIMARY KEY (account, language)
) STRICT;

-- Codes that stand in for the second factor, each once. Only a keyed hash is kept.
CREATE TABLE recovery_code (
  account BLOB NOT NULL REFERENCES account (id),
  hash BLOB NOT NULL,
  PRIMARY KEY (account, hash)
) STRICT;

-- Of a session's token only the hash is kept.
CREATE TABLE session (
  id BLOB PRIMARY KEY NOT NULL,
  token BLOB NOT NULL UNIQUE,
  account BLOB NOT NULL REFERENCES account (id),
  -- May do nothing but enrol a second factor.
  enrolling INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account);

CREATE TABLE password_reset (
  token BLOB PRIMARY KEY NOT NULL,
  account BLOB NOT NULL REFERENCES account (id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX password_reset_account ON password_reset (account);

-- What was done, each row hashed with the one before. `detail` is kept as the very text that was hashed.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY NOT NULL,
  at TEXT NOT NULL,
  -- Null: from the shell, or by the server itself.
  actor BLOB,
  action TEXT NOT NULL,
  subject BLOB,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;

-- Who read what somebody had written, and why.
CREATE TABLE read_ledger (
  id BLOB PRIMARY KEY NOT NULL,
  at TEXT NOT NULL,
  account BLOB NOT NULL,
  kind TEXT NOT NULL,
  subject BLOB NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX read_ledger_subject ON read_ledger (subject, at);
CREATE INDEX read_ledger_account ON read_ledger (account, at);
