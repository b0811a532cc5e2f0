-- The outbox: that something waits for somebody. Never what: no text, no name, no class lies here.
CREATE TABLE notification (
  id BLOB PRIMARY KEY NOT NULL,
  account BLOB NOT NULL REFERENCES account (id),
  occasion TEXT NOT NULL CHECK (occasion IN ('alert', 'letter', 'debrief', 'approval')),
  -- What it is about: an alert, a conversation, a held message. Whoever deals with it withdraws by this.
  subject BLOB NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (account, occasion, subject)
) STRICT;
CREATE INDEX notification_subject ON notification (subject);
CREATE INDEX notification_account ON notification (account, at);
CREATE INDEX notification_at ON notification (at);

-- Where one person's browser takes pushes.
CREATE TABLE push_subscription (
  id BLOB PRIMARY KEY NOT NULL,
  account BLOB NOT NULL REFERENCES account (id),
  -- The endpoint under the server's own secret: found by it, not known from it.
  endpoint_mac BLOB NOT NULL UNIQUE,
  -- Endpoint and the browser's keys, sealed under a key of this row's own. Whoever has them can push to her.
  sealed BLOB NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX push_subscription_account ON push_subscription (account);

-- One notification on one way. A row goes when it was delivered, given up, or not needed any more.
CREATE TABLE delivery (
  id BLOB PRIMARY KEY NOT NULL,
  notification BLOB NOT NULL REFERENCES notification (id) ON DELETE CASCADE,
  -- Null: by e-mail.
  subscription BLOB REFERENCES push_subscription (id) ON DELETE CASCADE,
  -- Counts also a try that is going on: it tells whose try it is.
  tries INTEGER NOT NULL DEFAULT 0,
  -- When to try; while a node tries, until when nobody else does.
  due_at TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_due ON delivery (due_at);
CREATE INDEX delivery_notification ON delivery (notification);
CREATE INDEX delivery_subscription ON delivery (subscription);

-- The key pair by which push services know this server (VAPID): one row, made when first needed.
CREATE TABLE push_key (
  one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
  id BLOB NOT NULL,
  public_key BLOB NOT NULL,
  -- PKCS #8, sealed under a data key of its own.
  private_key BLOB NOT NULL,
  made_at TEXT NOT NULL
) STRICT;
