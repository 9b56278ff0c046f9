"""Stands in for clickhouse-backup: what our scripts and guides ask of it, done by the engine's own BACKUP and RESTORE.

It behaves as version 2.6.37 was seen to: one action at a time; what is restored replaces what is there of the same name; no
copy stays on the volume once it is in the bucket, but for one that was restored. The bucket is a folder, COPIES.
"""

import fnmatch
import json
import os
import re
import shutil
import sys
import threading
import time
import urllib.request
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COPIES = Path(os.environ["COPIES"]) / re.sub(r"\{shard\}", "0", os.environ["GCS_PATH"])
LOCAL = Path(os.environ["COPIES"]) / "on-the-volume"


def ask(sql: str) -> str:
    """What the server answers; its words against it are an error."""
    headers = {"X-ClickHouse-User": os.environ["CLICKHOUSE_USERNAME"], "X-ClickHouse-Key": os.environ["CLICKHOUSE_PASSWORD"]}
    request = urllib.request.Request(f"http://127.0.0.1:{os.environ['CLICKHOUSE_HTTP']}/", sql.encode(), headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request) as response:
            return response.read().decode().strip()
    except urllib.error.HTTPError as error:
        raise RuntimeError(error.read().decode().strip()) from error


def skipped(table: str) -> bool:
    return any(fnmatch.fnmatchcase(table, pattern) for pattern in os.environ["CLICKHOUSE_SKIP_TABLES"].split(","))


def tables() -> dict[str, str]:
    rows = json.loads(ask("SELECT concat(database, '.', name) AS t, create_table_query AS q FROM system.tables WHERE NOT startsWith(name, '.inner') FORMAT JSON"))["data"]
    return {row["t"]: row["q"] for row in rows if not skipped(row["t"])}


def create_remote(name: str) -> None:
    """Copy everything that is not skipped, with a list of it."""
    found = tables()
    folder = COPIES / name
    folder.mkdir(parents=True)
    quoted = ", ".join("TABLE " + ".".join(f"`{part}`" for part in table.split(".", 1)) for table in found)
    ask(f"BACKUP {quoted} TO File('{folder}/content')")
    (folder / "tables.json").write_text(json.dumps(found))


def restore_remote(name: str, chosen: str, partitions: str, mapping: dict[str, str]) -> None:
    """Put back tables of a pattern, views last, into databases of other names where the mapping says so."""
    folder = COPIES / name
    found = json.loads((folder / "tables.json").read_text())
    (LOCAL / name).mkdir(parents=True, exist_ok=True)
    named = {t: q for t, q in found.items() if any(fnmatch.fnmatchcase(t, p) for p in chosen.split(","))}
    if not named:
        raise RuntimeError(f"'{name}' doesn't contains tables for restore, if you need it, you can setup `allow_empty_backups: true` in `general` config section")
    ids = ", ".join(f"ID '{one}'" for one in partitions.split(","))
    only = f" PARTITIONS {ids}" if partitions else ""
    for table, _ in sorted(named.items(), key=lambda item: "VIEW" in item[1].split("(")[0]):
        database, own = table.split(".", 1)
        target = mapping.get(database, database)
        ask(f"CREATE DATABASE IF NOT EXISTS `{target}`")
        ask(f"DROP TABLE IF EXISTS `{target}`.`{own}` SYNC")
        ask(f"RESTORE TABLE `{database}`.`{own}` AS `{target}`.`{own}`{only} FROM File('{folder}/content')")


def delete_local(name: str) -> None:
    if not (LOCAL / name).exists():
        raise RuntimeError(f"'{name}' is not found on local storage")
    shutil.rmtree(LOCAL / name)


def carry_out(words: list[str]) -> None:
    """Do what the words say, in the order that the real one takes them in."""
    flags = dict(re.match(r"--([a-z-]+)=(.*)", word).groups() for word in words if word.startswith("--"))
    command, *rest = [word for word in words if not word.startswith("--")]
    if command == "create_remote":
        create_remote(*rest)
    elif command == "restore_remote":
        mapping = dict(pair.split(":") for pair in flags.get("restore-database-mapping", "").split(",") if pair)
        restore_remote(rest[0], flags.get("tables", "*.*"), flags.get("partitions", ""), mapping)
    elif (command, rest[0]) == ("delete", "local"):
        delete_local(rest[1])
    elif (command, rest[0]) == ("list", "remote"):
        print("\n".join(f"{copy.name}   remote" for copy in sorted(COPIES.glob("*"))))
    else:
        raise RuntimeError(f"no such command: {command}")


class Api(BaseHTTPRequestHandler):
    """The tables system.backup_actions and system.backup_list."""

    actions: list[dict[str, str]] = []

    def reply(self, status: int, rows: list[dict[str, str]]) -> None:
        body = "".join(json.dumps(row) + "\n" for row in rows).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.reply(200, [])

    def do_GET(self) -> None:
        if self.path == "/backup/actions":
            return self.reply(200, self.actions)
        places = [("remote", COPIES), ("local", LOCAL)]
        self.reply(200, [{"name": copy.name, "location": place} for place, folder in places for copy in sorted(folder.glob("*"))])

    def do_POST(self) -> None:
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers["Content-Length"]))
        if any(action["status"] == "in progress" for action in self.actions):
            return self.reply(423, [{"status": "error", "error": "another operation is currently running"}])
        for line in body.decode().splitlines():
            now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
            action = {"command": json.loads(line)["command"], "start": now, "finish": "", "status": "in progress", "error": ""}
            self.actions.append(action)
            if action["command"].startswith("delete"):
                self.carry_out(action)
                if action["error"]:
                    return self.reply(500, [{"status": "error", "error": action["error"]}])
            else:
                threading.Thread(target=self.carry_out, args=(action,)).start()
        self.reply(200, [])

    def carry_out(self, action: dict[str, str]) -> None:
        try:
            carry_out(action["command"].split())
            action["status"] = "success"
        except Exception as error:
            action["error"] = str(error)
            action["status"] = "error"

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def serve() -> None:
    host, port = os.environ["API_LISTEN"].split(":")
    server = ThreadingHTTPServer((host, int(port)), Api)
    threading.Thread(target=server.serve_forever).start()
    for name, columns in {
        "actions": "command String, start DateTime, finish DateTime, status String, error String",
        "list": "name String, location String",
    }.items():
        ask(f"DROP TABLE IF EXISTS system.backup_{name}")
        ask(f"CREATE TABLE system.backup_{name} ({columns}) ENGINE = URL('http://{host}:{port}/backup/{name}', JSONEachRow) SETTINGS input_format_skip_unknown_fields = 1")
    while True:
        time.sleep(3600)


if sys.argv[1:] == ["server"]:
    serve()
carry_out(sys.argv[1:])
