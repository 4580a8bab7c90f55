-- ---
-- revision: e03f4f863f2a
-- down_revision: 25901d85289f
-- create_date: 2026-08-11 08:44:55
-- message: did_rotationrules_add_constraint_daily_cap
-- ---

-- migrate:upgrade
-- A cap of zero took whole campaigns off the air. Whoever wants that switches the rule off.
UPDATE did_rotationrules
   SET status = 'off'
 WHERE daily_cap = 0;

ALTER TABLE did_rotationrules
    ADD CONSTRAINT ck_did_rotationrules_daily_cap CHECK (daily_cap > 0 OR status = 'off');

-- migrate:downgrade
-- A rule with a cap of zero stays off: which of them were on is not known, and off is what the cap had meant.
ALTER TABLE did_rotationrules
    DROP CONSTRAINT ck_did_rotationrules_daily_cap;
