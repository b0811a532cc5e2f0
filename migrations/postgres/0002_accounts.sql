-- Staff accounts.
CREATE TABLE account (
  id UUID PRIMARY KEY NOT NULL,
  email TEXT NOT NULL,
  -- The address as it is compared: NFKC, lower case.
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- As a PHC string.
  password TEXT NOT NULL,
  -- The TOTP secret, sealed under a key of the account's own. Not confirmed yet while `factor_on_since` is null.
  factor_secret BYTEA,
  factor_on_since TIMESTAMPTZ,
  -- The last time step that a code was accepted for: each code once.
  factor_step BIGINT,
  created_at TIMESTAMPTZ NOT NULL,
  disabled_at TIMESTAMPTZ
);

CREATE TABLE account_role (
  account UUID NOT NULL REFERENCES account (id),
  role TEXT NOT NULL CHECK (role IN ('counsellor', 'supervisor', 'professional', 'operator', 'verifier', 'case_officer', 'monitor', 'council', 'admin')),
  PRIMARY KEY (account, role)
);

CREATE TABLE account_language (
  account UUID NOT NULL REFERENCES account (id),
  language TEXT NOT NULL CHECK (language IN ('ko', 'en')),
  PRIMARY KEY (account, language)
);

-- Codes that stand in for the second factor, each once. Only a keyed hash is kept.
CREATE TABLE recovery_code (
  account UUID NOT NULL REFERENCES account (id),
  hash BYTEA NOT NULL,
  PRIMARY KEY (account, hash)
);

-- Of a session's token only the hash is kept.
CREATE TABLE session (
  id UUID PRIMARY KEY NOT NULL,
  token BYTEA NOT NULL UNIQUE,
  account UUID NOT NULL REFERENCES account (id),
  -- May do nothing but enrol a second factor.
  enrolling BOOLEAN NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  seen_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX session_account ON session (account);

CREATE TABLE password_reset (
  token BYTEA PRIMARY KEY NOT NULL,
  account UUID NOT NULL REFERENCES account (id),
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX password_reset_account ON password_reset (account);

-- What was done, each row hashed with the one before. `detail` is kept as the very text that was hashed.
CREATE TABLE audit (
  seq BIGINT PRIMARY KEY NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  -- Null: from the shell, or by the server itself.
  actor UUID,
  action TEXT NOT NULL,
  subject UUID,
  detail TEXT NOT NULL,
  hash BYTEA NOT NULL
);

-- Who read what somebody had written, and why.
CREATE TABLE read_ledger (
  id UUID PRIMARY KEY NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  account UUID NOT NULL,
  kind TEXT NOT NULL,
  subject UUID NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX read_ledger_subject ON read_ledger (subject, at);
CREATE INDEX read_ledger_account ON read_ledger (account, at);
