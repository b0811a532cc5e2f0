-- The key store: data keys wrapped by the master key. In a database of its own, so that a backup of the data never
-- carries the keys, and destroying a key erases its text in every backup.
CREATE TABLE data_key (
  id UUID PRIMARY KEY NOT NULL,
  owner UUID NOT NULL,
  wrapped BYTEA NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

-- One row: the secret behind codes and checkpoints, sealed by the master key. Opening it at start also proves that the
-- master key is the right one.
CREATE TABLE master_check (
  id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
  sealed BYTEA NOT NULL
);
