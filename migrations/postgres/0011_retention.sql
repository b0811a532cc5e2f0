-- One row: when retention last looked, by a clock that it believed, and how long servers have run since with one that was
-- too far ahead of it.
CREATE TABLE retention (
  one BIGINT PRIMARY KEY NOT NULL CHECK (one = 1),
  looked_at TIMESTAMPTZ NOT NULL,
  doubted_seconds BIGINT NOT NULL
);
