-- An id is in the log or waits outside it, never both: what waits must not be said by another way meanwhile, and could
-- not be delivered any more. The log's writer then asks whoever knows.
CREATE FUNCTION message_waits() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM held WHERE channel = NEW.channel AND message = NEW.id AND state IN ('open', 'returned')
  ) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER message_waits BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION message_waits();

-- Those that are in both already cannot go out: they were said.
UPDATE held SET state = 'returned', decided_at = at
WHERE state = 'open' AND EXISTS (SELECT 1 FROM message m WHERE m.channel = held.channel AND m.id = held.message);
