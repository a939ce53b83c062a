"""Queries beside the reference's query on small databases: (answer, reference, outcome)."""

import json
import sqlite3
from typing import Any

from thoughtmill.verifiers import Outcome

CORRECT, WRONG, UNDECIDED = Outcome.CORRECT, Outcome.WRONG, Outcome.UNDECIDED
CITIES = """PRAGMA foreign_keys = ON;
CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT, land TEXT, people INT, area REAL);
INSERT INTO city VALUES (1,'Ulm','DE',126,118.7),(2,'Rom','IT',2873,1285.3),(3,'Bonn','DE',330,141.1),(4,'Bari','IT',320,117.4),(5,'Linz',NULL,204,96.4);
CREATE TABLE visit (who TEXT, city INT);
INSERT INTO visit VALUES ('Bo',2),('Ann',1),('Ann',2),('Bo',2);
CREATE TABLE none (x INT);"""
OTHER = CITIES.replace("126", "400").replace("('Bo',2),('Ann',1)", "('Cy',3),('Ann',1)")
TIES = "CREATE TABLE mark (name TEXT, points INT); INSERT INTO mark VALUES ('Ann',2),('Bo',2),('Cy',1),('Di',3);"
KEYED = f"{TIES} CREATE TABLE tie (id INTEGER PRIMARY KEY, name TEXT, points INT); INSERT INTO tie SELECT rowid, * FROM mark;"


def of(sql: Any, database: Any = CITIES, **more: Any) -> str:
    """A reference."""
    return json.dumps({"sql": sql, "database": database, **more})


KEYS = {
    "none": "name TEXT, age INT",
    "INTEGER": "age INTEGER PRIMARY KEY, name TEXT",
    "INT": "age INT PRIMARY KEY, name TEXT",
    "TEXT": "name TEXT PRIMARY KEY, age INT",
    "two": "name TEXT, age INT, PRIMARY KEY (name, age)",
}
LIES_SORTED = [
    f"CREATE TABLE t ({columns}){way}; INSERT INTO t (name, age) VALUES ('Ann',1),('Bo',2),('Cy',3);"
    for key, columns in KEYS.items()
    for way in ("", " WITHOUT ROWID")
    if key != "none" or not way
]
"""However its key has them stored, the rows of a table have no order."""

VOTES = "CREATE TABLE t (name TEXT, at TEXT DEFAULT CURRENT_TIMESTAMP); INSERT INTO t VALUES ('Ann', '2020'); INSERT INTO t (name) VALUES ('Bo');"

NAMES, SORTED = of("SELECT name FROM city WHERE land = 'DE'"), of("SELECT name FROM city ORDER BY people DESC")
PAIRS, VISITS = of("SELECT name, people FROM city WHERE people > 300"), of("SELECT who FROM visit")
MEAN, BOTH = of("SELECT avg(area) FROM city"), of("SELECT name FROM city WHERE people > 300", [CITIES, OTHER])
COUNT = of("SELECT count(*) FROM city")
MONEY = """CREATE TABLE e (id INT, cents INT, at TEXT, d REAL);
INSERT INTO e VALUES (1,123456789,'2020-01-01 10:00:00',20240101.0),(2,61,'2020-01-01 10:00:10',20240102.0);"""
SAID = "SELECT name FROM city WHERE land = 'DE'"
REMARKED = of("SELECT name FROM mark ORDER BY points DESC -- by points", TIES)
SQL: list[tuple[str, str, Outcome]] = [
    # a table has no order, whatever its key
    *(("SELECT name FROM t", of("SELECT name FROM t ORDER BY name", one), WRONG) for one in LIES_SORTED),
    *(
        ("SELECT name FROM t LIMIT 1", of("SELECT name FROM t ORDER BY name LIMIT 1", one), WRONG)
        for one in LIES_SORTED
    ),
    *(("SELECT name FROM t ORDER BY age", of("SELECT name FROM t ORDER BY name", one), CORRECT) for one in LIES_SORTED),
    *(
        ("SELECT name FROM t ORDER BY name DESC LIMIT 1", of("SELECT name FROM t LIMIT 1", one), UNDECIDED)
        for one in LIES_SORTED
    ),
    # where the query stands
    (f"{SAID}\n\nThis selects the cities of DE.", NAMES, CORRECT),
    (f"{SAID}\n\nOn this database it says two.\n\nAnd no more.", NAMES, CORRECT),
    (f"{SAID}\n\n---\n**Explanation**: it's easy", NAMES, CORRECT),
    (f"{SAID}\n\n- `land` is the country", NAMES, CORRECT),
    ("SELECT name\n\nFROM city\n\nWHERE\n\nland = 'DE'\n\n-- so\n\nORDER BY name\n\nThis sorts.", NAMES, CORRECT),
    ("Select name\n\nFrom city\n\nWhere land = 'DE'", NAMES, CORRECT),
    ("SELECT name FROM city WHERE land IN (\n\n'DE'\n\n)\n\nThose are all.", NAMES, CORRECT),
    ("SELECT name FROM city WHERE name != 'A\n\nB' AND land = 'DE'", NAMES, CORRECT),
    (f"{SAID}\n\nUNION ALL SELECT 'Rom'", NAMES, WRONG),
    (f"Here is the query:\n\n{SAID};", NAMES, UNDECIDED),
    (f"```sql\n{SAID};```", NAMES, CORRECT),
    (f"```sql\n{SAID}\n```\nwith\n```sql\nWHERE land = 'DE'\n```", NAMES, CORRECT),
    (f"```sql\n{SAID}\n```\n```sql\nCREATE INDEX i ON city (land)\n```", NAMES, CORRECT),
    (f"{SAID};\nThis asks for both cities.", NAMES, CORRECT),
    (f"```\n{SAID}\n```\nOnce more:\n```\n{SAID}\n```", NAMES, CORRECT),
    ("/* step */\n" * 40 + "The cities are Ulm and Bonn.", NAMES, UNDECIDED),
    # other tables than the database's prove nothing
    ('SELECT value FROM json_each(\'["Ulm","Bonn"]\')', NAMES, WRONG),
    ("SELECT 'Ulm' FROM sqlite_master UNION SELECT 'Bonn'", NAMES, WRONG),
    # numbers
    ("SELECT total(cents) FROM e", of("SELECT sum(cents) FROM e", MONEY), CORRECT),
    ("SELECT total(cents) FROM e WHERE id = 1", of("SELECT sum(cents) FROM e", MONEY), WRONG),
    ("SELECT julianday(min(at)) FROM e", of("SELECT julianday(max(at)) FROM e", MONEY), WRONG),
    ("SELECT min(d) FROM e", of("SELECT max(d) FROM e", MONEY), WRONG),
    ("SELECT name FROM mark ORDER BY points DESC, name DESC", REMARKED, CORRECT),
    ("SELECT name FROM mark ORDER BY points DESC, name", REMARKED, CORRECT),
    ("SELECT name FROM city WHERE land = 'DE'", NAMES, CORRECT),
    ("select c.name from city c where c.land in ('DE') order by name desc;", NAMES, CORRECT),
    ("<think>Of DE.</think><answer>SELECT name FROM city WHERE land = 'DE';</answer>", NAMES, CORRECT),
    (
        "First:\n```sql\nSELECT * FROM city\n```\nBetter:\n```sql\n-- of DE\nSELECT name FROM city WHERE land = 'DE'; -- so\n```",
        NAMES,
        CORRECT,
    ),
    ("```\nSELECT name FROM city WHERE land = 'DE'\n```", NAMES, CORRECT),
    ("The answer is `SELECT name FROM city WHERE land = 'DE'`.", NAMES, CORRECT),
    ("WITH d AS (SELECT * FROM city WHERE land = 'DE') SELECT name FROM d", NAMES, CORRECT),
    ('SELECT name FROM city WHERE land = "DE"', NAMES, CORRECT),
    ("SELECT name FROM city WHERE land = 'IT'", NAMES, WRONG),
    ("SELECT name FROM city", NAMES, WRONG),
    ("SELECT name, land FROM city WHERE land = 'DE'", NAMES, WRONG),
    ("SELECT upper(name) FROM city WHERE land = 'DE'", NAMES, WRONG),
    ("SELECT nam FROM city WHERE land = 'DE'", NAMES, WRONG),
    ("SELECT name FROM town", NAMES, WRONG),
    ("VALUES ('Ulm'), ('Bonn')", NAMES, WRONG),
    ("Ulm and Bonn", NAMES, UNDECIDED),
    ("", NAMES, UNDECIDED),
    ("```sql\nSELECT 1; SELECT name FROM city WHERE land = 'DE'\n```", NAMES, WRONG),
    ("```python\nprint('SELECT')\n```", NAMES, UNDECIDED),
    # rows count as often as they are there; BIRD's own evaluation takes them for a set
    ("SELECT who FROM visit ORDER BY who", VISITS, CORRECT),
    ("SELECT DISTINCT who FROM visit", VISITS, WRONG),
    ("SELECT who FROM visit UNION ALL SELECT 'Bo'", VISITS, WRONG),
    # the order of rows
    ("SELECT name FROM city ORDER BY -people", SORTED, CORRECT),
    ("SELECT name FROM city ORDER BY people", SORTED, WRONG),
    ("SELECT name FROM city", SORTED, WRONG),
    ("SELECT name FROM city ORDER BY people", of("SELECT name FROM city ORDER BY people DESC", ordered=False), CORRECT),
    (
        "SELECT name FROM (SELECT * FROM city ORDER BY people)",
        of("SELECT name FROM (SELECT * FROM city ORDER BY people DESC)"),
        CORRECT,
    ),
    ("SELECT id FROM city", of("SELECT id FROM city ORDER BY id"), WRONG),
    # ties have no order
    ("SELECT name FROM mark ORDER BY points, name", of("SELECT name FROM mark ORDER BY points", TIES), CORRECT),
    ("SELECT name FROM mark ORDER BY points, name DESC", of("SELECT name FROM mark ORDER BY points", TIES), CORRECT),
    ("SELECT name FROM mark ORDER BY name", of("SELECT name FROM mark ORDER BY points", TIES), WRONG),
    (
        "SELECT name FROM mark ORDER BY points DESC, name LIMIT 2",
        of("SELECT name FROM mark ORDER BY points DESC LIMIT 2", TIES),
        CORRECT,
    ),
    (
        "SELECT name FROM mark ORDER BY points DESC LIMIT 2",
        of("SELECT name FROM mark ORDER BY points DESC LIMIT 2", TIES),
        CORRECT,
    ),
    ("SELECT name FROM tie ORDER BY points, name DESC", of("SELECT name FROM tie ORDER BY points", KEYED), CORRECT),
    ("SELECT name FROM tie ORDER BY name", of("SELECT name FROM tie ORDER BY points", KEYED), WRONG),
    (
        "SELECT name FROM tie GROUP BY name ORDER BY count(*), name DESC LIMIT 1",
        of("SELECT name FROM tie GROUP BY name ORDER BY count(*) LIMIT 1;", KEYED),
        CORRECT,
    ),
    (
        "SELECT name FROM tie WHERE name = 'Bo'",
        of("SELECT name FROM tie GROUP BY name ORDER BY count(*) LIMIT 1", KEYED),
        UNDECIDED,
    ),
    # the order of columns; one order for all rows
    ("SELECT people, name FROM city WHERE people > 300", PAIRS, CORRECT),
    ("SELECT people, people FROM city WHERE people > 300", PAIRS, WRONG),
    ("SELECT who, city FROM visit", of("SELECT city, who FROM visit"), CORRECT),
    (
        "SELECT CASE WHEN id > 2 THEN id ELSE people END, CASE WHEN id > 2 THEN people ELSE id END FROM city",
        of("SELECT id, people FROM city"),
        WRONG,
    ),
    (
        f"SELECT {', '.join(['id % 2'] * 9)}, id FROM city",
        of(f"SELECT id, {', '.join(['id % 2'] * 9)} FROM city"),
        CORRECT,
    ),
    (
        f"SELECT {', '.join(f'(id + {n}) % 5' for n in range(10))} FROM city",
        of(f"SELECT {', '.join(f'(id + {n * n}) % 5' for n in range(10))} FROM city"),
        UNDECIDED,
    ),
    # numbers, NULL, text
    ("SELECT sum(area) / count(*) FROM city", MEAN, CORRECT),
    ("SELECT round(avg(area), 1) FROM city", MEAN, WRONG),
    ("SELECT avg(area) + 0.01 FROM city", MEAN, WRONG),
    ("SELECT count(id) * 1.0 FROM city", COUNT, CORRECT),
    ("SELECT count(land) FROM city", COUNT, WRONG),
    ("SELECT CAST(count(*) AS TEXT) FROM city", COUNT, WRONG),
    ("SELECT land FROM city GROUP BY land", of("SELECT DISTINCT land FROM city"), CORRECT),
    ("SELECT coalesce(land, '') FROM city", of("SELECT land FROM city"), WRONG),
    ("SELECT name FROM city WHERE land != 'DE'", of("SELECT name FROM city WHERE land IS NOT 'DE'"), WRONG),
    # several databases, several queries
    ("SELECT name FROM city WHERE people > 300", BOTH, CORRECT),
    ("SELECT name FROM city WHERE people > 300 AND name != 'Ulm'", BOTH, WRONG),
    (
        "SELECT id FROM city WHERE land = 'DE'",
        of(["SELECT name FROM city WHERE land = 'DE'", "SELECT id FROM city WHERE land = 'DE'"]),
        CORRECT,
    ),
    ("SELECT name FROM city", of("SELECT name FROM city", [CITIES, CITIES.replace("INSERT", "-- INSERT")]), CORRECT),
    ("SELECT name FROM t", of("SELECT name FROM t", VOTES), CORRECT),
    ("SELECT name FROM t", of("SELECT at FROM t WHERE at IS NOT NULL", VOTES), WRONG),
    # nothing but reading
    ("DELETE FROM city", NAMES, UNDECIDED),
    ("```sql\nDELETE FROM city RETURNING name\n```", NAMES, WRONG),
    ("```sql\nINSERT INTO none VALUES (5) RETURNING x\n```", COUNT, WRONG),
    ("```sql\nATTACH 'other.db' AS other\n```", NAMES, WRONG),
    ("```sql\nPRAGMA table_info(city)\n```", NAMES, WRONG),
    ("SELECT name FROM pragma_table_info('city')", NAMES, WRONG),
    ("SELECT load_extension('x') FROM city", NAMES, WRONG),
    ("SELECT abs(random() % 1) + 5 FROM city LIMIT 1", COUNT, WRONG),
    (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT sum(x) FROM n",
        of("SELECT count(*) FROM city", seconds=0.5),
        WRONG,
    ),
    ("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n", COUNT, WRONG),
    ("SELECT zeroblob(1000000) FROM city", COUNT, WRONG),
    ("SELECT count(*) FROM city, json_each('[1]')", COUNT, CORRECT),
    ("SELECT concat_ws('', 5, '') FROM city", COUNT, UNDECIDED),
    ("SELECT year(5) FROM city", COUNT, WRONG),
    ("SELECT 1 FROM city", of("SELECT x FROM none"), UNDECIDED),
    ("SELECT 1", "{}", UNDECIDED),
]
REFUSED = [
    (of("SELECT datetime('now') FROM city"), "time of day"),
    (of("SELECT at FROM t", "CREATE TABLE t (at); INSERT INTO t VALUES (CURRENT_DATE)"), "time of day"),
    (of("SELECT name FROM city WHERE CURRENT_DATE > '2020-01-01'"), "time of day"),
    ("{", "not JSON"),
    ("[]", "a JSON object with `sql`"),
    (json.dumps({"sql": "SELECT 1"}), "a JSON object with `sql`"),
    (of("SELECT 1", ordered="yes"), "`ordered`"),
    (of([]), "`sql` is a text"),
    (of("SELECT name FROM town"), "its own query fails: no such table: town"),
    (of("SELECT name FROM city; SELECT 1"), "one statement"),
    (of("UPDATE city SET people = 0"), "its own query fails: not authorized"),
    (of("SELECT name FROM city ORDER BY random()"), "not authorized"),
    (of("SELECT name FROM city", "CREATE TABL city"), f"SQLite {sqlite3.sqlite_version} can't build database 1: near"),
    (of("SELECT name FROM city", "city.sqlite"), "not the name of a file: city.sqlite"),
    (
        of("SELECT count(*) FROM city", "CREATE TABLE city (x INTEGER PRIMARY KEY AUTOINCREMENT)"),
        "no table of its database has a row",
    ),
    (of("SELECT count(*) FROM city", ["CREATE TABLE city (x)"] * 2), "no table of its databases has a row"),
    (
        of("SELECT name FROM city", [CITIES, "CREATE TABLE x (y); ATTACH 'x.db' AS x"]),
        "can't build database 2: not authorized",
    ),
    (of("SELECT x FROM none"), "empty on its database, so it proves nothing"),
    (of("SELECT sum(x) FROM none", [CITIES, OTHER]), "empty on all 2 databases"),
    (of("SELECT a.id FROM city a, city b, city c, city d, city e, city f, city g"), "more than 20,000 rows"),
    (
        of("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n", seconds=2),
        "more than 0.6 s of CPU",
    ),
    (of("SELECT 1", seconds=0), "`seconds`"),
    (of("SELECT name FROM city", ordered=True), "no ORDER BY of its own"),
]
"""References that can't be used, and a piece of what is said of them."""
