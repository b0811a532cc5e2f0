-- Durable facts (platform::events): written in the transaction of what they tell, handed on at least once, in order.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  kind TEXT NOT NULL,
  subject BLOB NOT NULL,
  detail TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

-- How far each handler has come.
CREATE TABLE event_cursor (
  handler TEXT PRIMARY KEY NOT NULL,
  seq INTEGER NOT NULL
) STRICT;
