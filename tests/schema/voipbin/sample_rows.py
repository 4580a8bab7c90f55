"""Three rows for any table: row 1 and 2 alive, row 3 deleted; row n of one table points at row n of the next."""

import hashlib
import json

ROWS = (1, 2, 3)
# What a column named x_id points at, where no foreign key says so: by table prefix, then by column.
_REFERENCES = {
    "did_": {"tenant_id": "did_tenants", "campaign_id": "did_campaigns", "did_id": "did_dids", "agent_id": "did_users",
             "pool_id": "did_pools", "directory_number_id": "directory_numbers"},
    "": {"customer_id": "customer_customers", "message_id": "message_messages", "flow_id": "flow_flows"},
}


def row_id(table, row):
    return hashlib.sha256(f"{table}/{row}".encode()).digest()[:16]


def tag_text(row):
    """A tag id as the old JSON array of agents held it."""
    text = row_id("tag_tags", row).hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def targets(row):
    """Targets of a message as the old JSON array held them; the second one is not plain ASCII."""
    return [{"type": "tel", "target": f"+1202555{row:04d}", "status": "sent", "parts": row},
            {"type": "tel", "target": f"été {row} \N{GRINNING FACE}", "status": "queued", "parts": 1}][: 3 - row]


# (table, column) -> value of row n, where the content matters to a later revision.
SPECIAL = {
    ("agent_agents", "tag_ids"): lambda row: json.dumps([tag_text(row)]),
    ("message_messages", "targets"): lambda row: json.dumps(targets(row)),
    ("directory_numbers", "tags"): lambda row: json.dumps([f"a \N{GRINNING FACE} {row}", f"tag {row}"][row - 1:]) if row < 3 else None,
    ("directory_numbers", "auth_type"): lambda row: ("credentials", "ip-acl", "")[row - 1],
    ("directory_numbers", "termination_uri"): lambda row: ("sip:one", "sip:two", "")[row - 1],
    ("directory_numbers", "origination_uri"): lambda row: ("sip:in-one", "sip:in-two", "")[row - 1],
    ("did_dids", "pool"): lambda row: ("east", "east", "west")[row - 1],
    ("did_campaigns", "pool"): lambda row: ("east", "west", "spare")[row - 1],
    ("transfer_entries", "config"): lambda row: json.dumps({"type": ("pinless_dialin", "pin_dialin", "pin_dialin")[row - 1]}),
    ("transfer_entries", "state"): lambda row: ("moved", "cleared", "done")[row - 1],
}


def insert(facts, table):
    """Puts the rows into an empty table and returns them as {column: value}."""
    references = {(t, column): target for t, _, column, _, target, _ in facts.foreign_keys()}
    columns = [c for c in facts.columns() if c[0] == table and not c[9]]
    rows = [{c[1]: _value(table, c, row, references) for c in columns} for row in ROWS]
    names = ", ".join(f"`{name}`" for name in rows[0])
    marks = ", ".join(["%s"] * len(columns))
    for values in rows:
        facts.query(f"INSERT INTO `{table}` ({names}) VALUES ({marks})", list(values.values()))
    return rows


def _value(table, column, row, references):
    name, kind = column[1], column[5].lower()
    if (table, name) in SPECIAL:
        return SPECIAL[table, name](row)
    if kind == "binary(16)":
        return row_id(_target(table, name, references), row)
    if kind == "binary(32)":
        return hashlib.sha256(f"{table}/{name}/{row}".encode()).digest()
    if name == "number":
        return f"+1202555{row:04d}"
    if name == "tm_delete":
        return None if row < 3 else "2025-12-31 23:59:59.999999"
    return _plain_value(name, kind, row)


def _plain_value(name, kind, row):
    if kind.startswith("datetime"):
        return f"2025-11-0{row} 01:02:03.456789"
    if kind == "date":
        return f"2025-11-0{row}"
    if kind.startswith(("varchar", "char")):
        return f"{name} {row}"[: int(kind[kind.index("(") + 1: kind.index(")")])].strip()
    if kind.startswith(("decimal", "float")):
        return row * 0.25
    if kind.startswith("tinyint"):
        return row % 2
    if kind.startswith(("int", "smallint", "bigint")):
        return row * 7 + 1
    return json.dumps({"row": row})


def _target(table, name, references):
    if name == "id":
        return table
    if (table, name) in references:
        return references[table, name]
    for prefix, columns in _REFERENCES.items():
        if table.startswith(prefix) and name in columns:
            return columns[name]
    return f"{table}.{name}"
