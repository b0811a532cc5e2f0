-- Coming back: the duress word, the same counsellor, letters.

-- Her return code with the duress word in place of its last, under the server's own secret as `return_mac` is. It opens
-- nothing. Null for those who came before there was one.
ALTER TABLE visitor ADD COLUMN duress_mac BLOB;
CREATE UNIQUE INDEX visitor_duress ON visitor (duress_mac);

-- The counsellor whom it is offered to before others: who talked with her last.
ALTER TABLE conversation ADD COLUMN prefers BLOB;
-- Since when it is a letter: left to be answered in her absence, and out of the live line until she is back.
ALTER TABLE conversation ADD COLUMN later_at TEXT;
-- When a letter was last answered, and how far the main channel went then: what she wrote after is unanswered.
ALTER TABLE conversation ADD COLUMN answered_at TEXT;
ALTER TABLE conversation ADD COLUMN answered_seq INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversation_letter ON conversation (state, later_at) WHERE later_at IS NOT NULL;
