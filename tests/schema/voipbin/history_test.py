"""The files alone: their names, messages and order."""

import re

import history

_ACTIONS = "create|remove|add|update"
_TYPES = "column|index|view|trigger|procedure|constraint|partition|row"


def test_the_history_has_one_head_and_sixty_revisions_or_more(world):
    assert len(history.heads(world.history)) == 1
    assert len(world.history) >= 60


def test_dates_rise_along_the_history(world):
    dates = {revision.id: revision.create_date for revision in world.history}
    for revision in world.history:
        for needed in revision.parents + revision.depends_on:
            assert dates[needed] < revision.create_date, revision.path.name
    assert len(set(dates.values())) == len(dates)


def test_ids_are_twelve_hex_digits(world):
    for revision in world.history:
        assert re.fullmatch("[0-9a-f]{12}", revision.id), revision.id


def test_files_are_named_by_id_and_message(world):
    for revision in world.history:
        assert revision.path.name == f"{revision.id}_{history.slug(revision.message)}.sql"


def test_messages_follow_the_naming_rule(world):
    for revision in world.history:
        assert re.fullmatch(rf"[a-z]+_[a-z_]+_({_ACTIONS})_(table|({_TYPES})_[a-z0-9_]+)", revision.message), revision.message


def test_branches_are_labelled_and_merged(world):
    labels = [label for revision in world.history for label in revision.labels]
    assert sorted(labels) == ["did", "directory"]
    assert [len(r.parents) for r in world.history if len(r.parents) > 1] == [2]
    assert [r.message for r in world.history if r.depends_on] == ["did_dids_add_column_directory_number_id"]


def test_every_downgrade_is_written(world):
    for revision in world.history:
        assert "migrate:irreversible" not in revision.text, revision.path.name
        assert re.sub(r"--.*", "", revision.section("downgrade")).strip(), revision.path.name


def test_tables_name_engine_charset_and_collation(world):
    options = "ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_general_ci\n  COMMENT = '"
    for revision in world.history:
        for statement in re.findall(r"^CREATE TABLE.*?;\n", revision.text, re.MULTILINE | re.DOTALL):
            assert options in statement, revision.path.name
