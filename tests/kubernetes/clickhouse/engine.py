"""Asks the engine of a client repository what a client may expect of it; prints the answers as JSON."""

import concurrent.futures
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import clickhouse_connect
from scripts.clickhouse_engine import Server, serving
from settings.clickhouse import ClickHouseAddress


def http(server: Server, path: str, body: bytes | None = None, **headers: str) -> list[object]:
    request = urllib.request.Request(f"http://127.0.0.1:{server.server_address[1]}{path}", body, headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request) as response:
            return [response.status, response.read().decode()]
    except urllib.error.HTTPError as error:
        return [error.code, error.headers.get("X-ClickHouse-Exception-Code"), error.read().decode()[:200]]


def query(server: Server, sql: str, **more: str) -> list[object]:
    words = urllib.parse.urlencode({"query": sql, "user": "toolbox", "password": server.password, **more})
    return http(server, f"/?{words}", b"")


with serving(Path(".local/engine")) as server:
    client = clickhouse_connect.get_client(
        host="127.0.0.1", port=server.server_address[1], username="toolbox", password=server.password
    )
    client.command("create database a")
    client.command("create database b")
    client.command("create table a.t (n UInt32, s String) engine = MergeTree order by n")
    client.insert("t", [[1, "one"], [2, "it's"]], column_names=["n", "s"], database="a")
    answers: dict[str, object] = {
        "ping": http(server, "/ping"),
        "no password": http(server, "/?query=select+1"),
        "wrong password": query(server, "select 1", password="guess"),
        "unknown name": query(server, "select nothing"),
        "parameters": query(server, "select {s:String}, {n:UInt8}", param_s="a'; drop table a.t; --", param_n="7"),
        "rows are there": query(server, "select count() from a.t"),
        # What one request is told does not reach the next.
        "database of a request": query(server, "select currentDatabase()", database="a"),
        "and of the next": query(server, "select currentDatabase()"),
        "setting of a request": query(server, "select getSetting('max_threads')", max_threads="3"),
        "and of the next one": query(server, "select getSetting('max_threads') = 3"),
        "a failed request": query(server, "select broken", database="b", max_threads="3"),
        "and after it": query(server, "select currentDatabase(), getSetting('max_threads') = 3"),
        "a session": [
            query(server, "use b", session_id="one"),
            query(server, "set max_threads = 5", session_id="one"),
            query(server, "select currentDatabase(), getSetting('max_threads')", session_id="one"),
            query(server, "select currentDatabase(), getSetting('max_threads') = 5", session_id="two"),
        ],
        "odd setting": query(server, "select 1", **{"a=1; drop table a.t": "1"}),
        "setting nobody knows": query(server, "select 1", not_a_setting="1")[:2],
        "body with rows": http(
            server,
            f"/?user=toolbox&password={server.password}",
            b'insert into a.t format JSONEachRow\n{"n":3,"s":"three"}\n',
        ),
        "too large": http(server, "/", b"", **{"Content-Length": str(1 << 40)})[0],
    }
    answers["rows"] = client.query("select n, s from a.t order by n").result_rows
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda i: query(server, "select currentDatabase()", database="ab"[i % 2])[1], range(40)))
    answers["side by side"] = sorted(set(zip(seen, [f"{'ab'[i % 2]}\n" for i in range(40)], strict=True)))
    # Statements for a cluster cannot run here, and have to be ClickHouse's language all the same.
    cluster = ClickHouseAddress("h", 8443, True, "u", "p", "main").create_database("marts")
    answers["on a cluster"] = query(server, "select formatQuerySingleLine({q:String})", param_q=cluster)
    # The engine has no users, and reads what each is granted all the same.
    users = Path("infra/kubernetes/platform/users.ts").read_text(encoding="utf-8")
    answers["grants"] = [
        query(server, "select formatQuerySingleLine({q:String})", param_q=re.sub(r"( WITH GRANT OPTION|)$", r" TO u\1", grant, count=1))
        for grant in re.findall(r"'(GRANT [^']+)'", users)
    ]
json.dump(answers, sys.stdout)
