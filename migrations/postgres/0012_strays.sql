-- Strays: what earlier versions let in.

-- Outreach codes are kept where a link has them. Anything else was typed into an address by somebody, may be a name, and
-- would be erased by nothing.
UPDATE conversation SET outreach_code = NULL
WHERE outreach_code IS NOT NULL AND outreach_code NOT IN (SELECT code FROM outreach_link);

-- A letter is let go as answered, and not wrapped up. One that was can be answered and let go again.
UPDATE conversation SET state = 'active', wrapped_at = NULL WHERE state = 'wrap_up' AND later_at IS NOT NULL;
