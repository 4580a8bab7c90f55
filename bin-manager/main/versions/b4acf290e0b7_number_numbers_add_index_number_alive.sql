-- ---
-- revision: b4acf290e0b7
-- down_revision: 3dd0a0f19742
-- create_date: 2025-03-06 10:26:44
-- message: number_numbers_add_index_number_alive
-- ---

-- migrate:upgrade
-- One owner per living number. The unique key begins with the number, so it also serves the look-up of every inbound
-- call, and the plain index on the number can go.
ALTER TABLE number_numbers
    ADD COLUMN alive TINYINT GENERATED ALWAYS AS (IF(tm_delete IS NULL, 1, NULL)) VIRTUAL
        COMMENT '1 while alive, else NULL: keeps deleted rows out of the unique key';

ALTER TABLE number_numbers
    ADD UNIQUE KEY uq_number_numbers_number_alive (number, alive),
    DROP KEY idx_number_numbers_number;

-- migrate:downgrade
ALTER TABLE number_numbers
    ADD KEY idx_number_numbers_number (number),
    DROP KEY uq_number_numbers_number_alive;

ALTER TABLE number_numbers
    DROP COLUMN alive;
