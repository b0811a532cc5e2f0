-- One row: when retention last looked, by a clock that it believed, and how long servers have run since with one that was
-- too far ahead of it.
CREATE TABLE retention (
  one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
  looked_at TEXT NOT NULL,
  doubted_seconds INTEGER NOT NULL
) STRICT;
