"""Schemas and rows that a seed decides, in SQL that MariaDB takes and MySQL has a word for."""

import random

LANGUAGES = ("", "croatian_", "czech_", "danish_", "german2_", "spanish2_", "swedish_", "turkish_", "vietnamese_")
# What breaks a careless quoting, and what a careless patch of the text would change.
PIECES = ("'", '"', "\\", "`", ";", "--", "/*", "*/", "%", "\n", "\r", "\t", "\0", "\x1a", " ", "é", "日本", "😀", "Ω",
          "DELIMITER ;;", "utf8mb4_uca1400_ai_ci", "COLLATE=utf8mb4_0900_ai_ci", "NULL", "$$", "{0}", ":x", "?", "a", "Z")
NAME_PIECES = ("a", "select", "`", "'", '"', " x", "%", ";", "--", "*/", "é", "ключ", "utf8mb4_uca1400_ai_ci", "rank")


def literal(text):
    """A string for a session with backslash escapes."""
    escapes = {"\\": "\\\\", "'": "\\'", "\0": "\\0", "\n": "\\n", "\r": "\\r", "\x1a": "\\Z"}
    return "'" + "".join(escapes.get(c, c) for c in text) + "'"


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


class RandomSchema:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.tables = []

    def text(self, most):
        return "".join(self.random.choice(PIECES) for _ in range(self.random.randrange(most)))

    def name(self, number):
        words = "".join(self.random.choice(NAME_PIECES) for _ in range(self.random.randrange(3)))
        return f"{words}{number}"

    def collation(self):
        pad, strength = self.random.choice(("", "nopad_")), self.random.choice(("ai_ci", "as_ci", "as_cs"))
        return self.random.choice(("utf8mb4_general_ci", "utf8mb4_bin", "utf8mb4_unicode_520_ci",
                                   f"utf8mb4_uca1400_{self.random.choice(LANGUAGES)}{pad}{strength}"))

    def number(self):
        return str(self.random.randrange(-128, 128))

    def bytes(self, most):
        return "x'" + self.random.randbytes(self.random.randrange(most)).hex() + "'"

    def moment(self):
        pick = self.random.randrange
        return f"{pick(1971, 2037)}-{pick(1, 13):02}-{pick(1, 29):02} {pick(24):02}:{pick(60):02}:{pick(60):02}." \
               f"{pick(1000000):06}"

    def types(self):
        """(type, a value of it, whether it may stand in a key, whether it may have a plain default)"""
        pick = self.random
        text = f"CHARACTER SET utf8mb4 COLLATE {self.collation()}"
        return [
            ("INT(11)", self.number, True, True), ("TINYINT(1)", self.number, True, True),
            ("BIGINT UNSIGNED", lambda: str(pick.randrange(2**64)), True, True),
            ("INT UNSIGNED ZEROFILL", lambda: str(pick.randrange(9999)), True, True),
            ("DECIMAL(40,15)", lambda: f"{self.number()}.{pick.randrange(10**15):015}", True, True),
            ("DOUBLE", lambda: repr(pick.uniform(-1e300, 1e300)), False, False),
            ("FLOAT", lambda: repr(pick.uniform(-1e30, 1e30)), False, False),
            ("BIT(13)", lambda: f"b'{pick.randrange(8192):b}'", False, True),
            ("BINARY(16)", lambda: self.bytes(17), True, False), ("VARBINARY(40)", lambda: self.bytes(41), True, False),
            ("BLOB", lambda: self.bytes(400), False, False),
            (f"VARCHAR(60) {text}", lambda: literal(self.text(12)[:60]), True, True),
            (f"TEXT {text}", lambda: literal(self.text(60)), False, True),
            ("VARCHAR(50) CHARACTER SET latin1", lambda: literal("é" * pick.randrange(9)), True, False),
            (f"ENUM('a','it''s',{literal('x;y')}) {text}", lambda: pick.choice(("'a'", "'it''s'")), False, False),
            ("SET('x','y','z')", lambda: pick.choice(("'x,z'", "''", "'y'")), False, False),
            ("DATE", lambda: literal(self.moment()[:10]), True, True),
            ("DATETIME(6)", lambda: literal(self.moment()), True, True),
            ("TIMESTAMP(3) NULL", lambda: literal(self.moment()[:23]), True, False),
            ("TIME(6)", lambda: literal(self.moment()[11:]), False, False), ("YEAR(4)", lambda: "2001", False, True),
            ("JSON", lambda: literal('{"a": [1, null, "x\\"y"], "b": {"c": true}}'), False, False),
            ("POINT", lambda: f"POINT({self.number()}, {self.number()})", False, False),
        ]

    def table(self, number):
        pick = self.random
        name = self.name(number)
        items, values, keys = ["id INT NOT NULL AUTO_INCREMENT PRIMARY KEY"], [], []
        for i in range(pick.randrange(1, 8)):
            column = quoted(self.name(i))
            kind, value, in_key, plain = pick.choice(self.types())
            extra = f" DEFAULT {value()}" if plain and pick.random() < 0.3 else ""
            if pick.random() < 0.4:
                extra += f" COMMENT {literal(self.text(8))}"
            items.append(f"{column} {kind}{extra}")
            values.append(value)
            if in_key and pick.random() < 0.4:
                keys.append(f"KEY {quoted('k' + str(i))} ({column}{pick.choice(('', ' DESC'))})"
                            + pick.choice(("", " IGNORED")))
        if self.tables and pick.random() < 0.5:
            parent = pick.choice(self.tables)
            items.append(f"parent INT DEFAULT NULL, CONSTRAINT {quoted(f'fk{number}')} FOREIGN KEY (parent) REFERENCES "
                         f"{quoted(parent)} (id) ON DELETE SET NULL")
        items.append("n INT NOT NULL DEFAULT (1 + 2)")
        items.append("g INT GENERATED ALWAYS AS (n + 1) " + pick.choice(("STORED", "VIRTUAL")))
        items.append(f"CONSTRAINT {quoted(f'chk{number}')} CHECK (`n` <> -7)")
        items.append("u CHAR(36) NOT NULL DEFAULT uuid()")
        self.tables.append(name)
        # MariaDB itself keeps a table's comment up to its first NUL byte only.
        comment = literal(self.text(8).replace("\0", ""))
        lines = [f"CREATE TABLE {quoted(name)} (\n  " + ",\n  ".join(items + keys) +
                 f"\n) DEFAULT CHARSET=utf8mb4 COLLATE={self.collation()} COMMENT={comment};"]
        for _ in range(pick.randrange(12)):
            row = ", ".join("NULL" if pick.random() < 0.15 else value() for value in values)
            names = ", ".join(item.split(" ")[0] if not item.startswith("`") else item[:item.index("` ", 1) + 1]
                              for item in items[1:1 + len(values)])
            lines.append(f"INSERT IGNORE INTO {quoted(name)} ({names}) VALUES ({row});")
        return "\n".join(lines)

    def script(self):
        parts = ["SET NAMES utf8mb4;", "SET sql_mode = 'NO_ENGINE_SUBSTITUTION', time_zone = '+00:00';"]
        parts += [self.table(i) for i in range(self.random.randrange(1, 5))]
        table = quoted(self.tables[0])
        parts.append(f"CREATE VIEW v AS SELECT t.id, {literal(self.text(6))} COLLATE {self.collation()} AS x, "
                     f"concat(t.u, 'utf8mb4_uca1400_ai_ci') AS y FROM {table} t;")
        body = literal(self.text(6))
        parts.append(f"DELIMITER $end\nCREATE PROCEDURE p(IN a VARCHAR(9) CHARACTER SET utf8mb4 COLLATE "
                     f"{self.collation()})\nBEGIN\n  DECLARE rank INT DEFAULT 1;\n  SELECT rank, {body};\nEND$end\n"
                     f"CREATE TRIGGER tr BEFORE INSERT ON {table} FOR EACH ROW SET NEW.u = concat(NEW.u, "
                     f"{literal(self.text(2))})$end\nDELIMITER ;")
        return "\n".join(parts) + "\n"
