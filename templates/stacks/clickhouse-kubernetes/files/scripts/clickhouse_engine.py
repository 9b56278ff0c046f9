"""A ClickHouse for this machine: the real engine (chdb) behind the HTTP interface, on loopback only.

python -m scripts.clickhouse_engine --data FOLDER                  serve until interrupted
python -m scripts.clickhouse_engine --data FOLDER -- COMMAND …     run a command against it, and end with it

The command finds the engine in its environment (CLICKHOUSE_HOST, CLICKHOUSE_PORT, CLICKHOUSE_PASSWORD, …).
Every request has the database, the settings and the parameters of its own, or of its session; none of them
reaches another one. There is one engine in the process and it answers one request at a time. Users, quotas,
replication and clusters are those of a server, which this is not.
"""

import argparse
import gzip
import hmac
import os
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import uuid
import zlib
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import lz4.frame

HOST = "127.0.0.1"
USER = "toolbox"
LONGEST_BODY = 1 << 30

_CODE = re.compile(r"Code: (\d+)")
_NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
_SET = re.compile(r"^\s*set\s+(?!role\b|default\b)(.+?);?\s*$", re.IGNORECASE | re.DOTALL)
_USE = re.compile(r"^\s*use\s+(?:database\s+)?[`\"]?(\w+)[`\"]?\s*;?\s*$", re.IGNORECASE)
_INSERT = re.compile(rb"^\s*insert\s+into\b[^;]*?\bformat\s+\w+[ \t]*\r?\n", re.IGNORECASE)
_FROM_FILE = re.compile(r"((?:\bsettings\b[^;]*?)?\bformat\s+\w+\s*)$", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"\s*(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|[^,\s]+)\s*(?:,|$)")

# What the protocol itself takes from the address of a request; everything else there is a setting.
_OF_PROTOCOL = frozenset(
    {
        "query", "database", "default_format", "user", "password", "session_id", "session_timeout",
        "session_check", "query_id", "enable_http_compression", "compress", "decompress",
        "wait_end_of_query", "client_protocol_version", "send_progress_in_http_headers",
        "http_headers_progress_interval_ms", "cancel_http_readonly_queries_on_client_close", "buffer_size",
        "quota_key", "role", "log_comment", "readonly", "add_http_cors_header",
    }
)  # fmt: skip


class RefusedError(Exception):
    """A request that is not answered; holds the HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Session:
    """What a client said of its later requests."""

    database: str = "default"
    settings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """One statement and what goes with it."""

    sql: str
    data: bytes
    format: str
    database: str | None
    settings: Mapping[str, str]
    parameters: Mapping[str, str]
    session: str | None


class Engine:
    """chdb with requests kept apart: it has one database and one set of settings for everybody."""

    def __init__(self, folder: Path) -> None:
        from chdb import session

        folder.mkdir(parents=True, exist_ok=True)
        opened: Any = session.Session
        self._process: Any = opened(str(folder))
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}

    def close(self) -> None:
        """Close the engine; its files stay."""
        with self._lock:
            self._process.close()

    def answer(self, request: Request) -> bytes:
        """What a statement gives, in the format asked for.

        Raises:
            RuntimeError: the engine refused it; the text is ClickHouse's.
        """
        with self._lock:
            session = self._sessions.setdefault(request.session, Session()) if request.session else Session()
            if chosen := _USE.match(request.sql):
                session.database = chosen.group(1)
                return b""
            if assigned := _SET.match(request.sql):
                session.settings |= _assignments(assigned.group(1))
                return b""
            with self._place(request.database or session.database, session.settings | dict(request.settings)):
                return self._run(request)

    def _run(self, request: Request) -> bytes:
        if not request.data:
            return self._query(request.sql, request)
        # Rows may be binary: they go in through a file.
        with tempfile.NamedTemporaryFile(prefix="rows-") as rows:
            rows.write(request.data)
            rows.flush()
            return self._query(
                _FROM_FILE.sub(rf" from infile '{rows.name}' \1", request.sql, count=1), request
            )

    def _query(self, sql: str, request: Request) -> bytes:
        found = self._process.query(sql, request.format, params=dict(request.parameters) or None)
        return bytes(found.bytes()) if found is not None and found.size() else b""

    @contextmanager
    def _place(self, database: str, settings: Mapping[str, str]) -> Iterator[None]:
        """Database and settings for one statement, and the engine's own again after it."""
        self._process.query(f"use `{database.replace('`', '')}`")
        changed = []
        try:
            for name, value in settings.items():
                self._process.query(f"set {name} = {_quoted(value)}")
                changed.append(name)
            yield
        finally:
            for name in changed:
                self._process.query(f"set {name} = default")
            self._process.query("use default")


def _assignments(text: str) -> dict[str, str]:
    return {name: value.strip("'") for name, value in _ASSIGNMENT.findall(text)}


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


class Handler(BaseHTTPRequestHandler):
    """The HTTP interface of ClickHouse, as far as its clients use it."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        """Answer a query in the address."""
        self._respond(b"")

    def do_POST(self) -> None:
        """Answer a query in the address or the body, with rows behind it."""
        try:
            body = self._body()
        except (RefusedError, ValueError, OSError, RuntimeError, zlib.error) as error:
            self.close_connection = True
            self._send(400, str(error).encode())
            return
        self._respond(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Say nothing: the clients report what went wrong."""

    def _respond(self, body: bytes) -> None:
        address = urlsplit(self.path)
        if address.path == "/ping":
            self._send(200, b"Ok.\n")
            return
        pairs = dict(parse_qsl(address.query, keep_blank_values=True))
        query_id = pairs.get("query_id") or str(uuid.uuid4())
        try:
            self._check_caller(pairs)
            request = _request(pairs, self.headers.get("X-ClickHouse-Format"), body)
            content = self.server.engine.answer(request)
        except RefusedError as refused:
            self._send(refused.status, f"{refused}\n".encode(), query_id)
        except RuntimeError as error:
            self._send(500, f"{error}\n".encode(), query_id, _code(str(error)))
        else:
            self._send(200, content, query_id, format_name=request.format)

    def _check_caller(self, pairs: Mapping[str, str]) -> None:
        user, password = self.headers.get("X-ClickHouse-User"), self.headers.get("X-ClickHouse-Key")
        scheme, _, basic = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "basic":
            user, _, password = b64decode(basic).decode().partition(":")
        known = hmac.compare_digest((user or pairs.get("user", "")).encode(), USER.encode())
        right = hmac.compare_digest(
            (password or pairs.get("password", "")).encode(), self.server.password.encode()
        )
        if not (known and right):
            raise RefusedError(
                403,
                "Code: 516. DB::Exception: Wrong user or password. (AUTHENTICATION_FAILED)",
            )

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            raw = b"".join(self._chunks())
        else:
            raw = self.rfile.read(self._length(self.headers.get("Content-Length", "0"), 10))
        encoding = self.headers.get("Content-Encoding", "").lower()
        if encoding == "gzip":
            return gzip.decompress(raw)
        if encoding == "deflate":
            return zlib.decompress(raw)
        if encoding == "lz4":
            return bytes(lz4.frame.decompress(raw))
        if encoding:
            raise RefusedError(
                400,
                f"Content-Encoding {encoding} is not known here; send lz4, gzip, deflate or plain bytes.",
            )
        return raw

    def _chunks(self) -> Iterator[bytes]:
        total = 0
        while size := self._length(self.rfile.readline().split(b";")[0].decode(), 16):
            total += size
            self._length(str(total), 10)
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    @staticmethod
    def _length(text: str, base: int) -> int:
        length = int(text.strip() or "0", base)
        if not 0 <= length <= LONGEST_BODY:
            raise RefusedError(413, f"A request may hold {LONGEST_BODY} bytes at most.")
        return length

    def _send(
        self,
        status: int,
        content: bytes,
        query_id: str = "",
        code: str | None = None,
        format_name: str | None = None,
    ) -> None:
        packed = (
            "gzip" in self.headers.get("Accept-Encoding", "") and "enable_http_compression=1" in self.path
        )
        payload = gzip.compress(content, 1) if packed else content
        self.send_response(status)
        headers = {
            "Content-Length": str(len(payload)),
            "Content-Encoding": "gzip" if packed else None,
            "X-ClickHouse-Server-Display-Name": "chdb",
            "X-ClickHouse-Query-Id": query_id or None,
            "X-ClickHouse-Format": format_name,
            "X-ClickHouse-Timezone": "UTC",
            "X-ClickHouse-Exception-Code": code,
        }
        for name, value in headers.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)


def _request(pairs: Mapping[str, str], format_header: str | None, body: bytes) -> Request:
    sql = pairs.get("query", "")
    if not sql:
        # Only a body: the statement, and behind its first line the rows of an insert.
        insert = _INSERT.match(body)
        head, body = (body[: insert.end()], body[insert.end() :]) if insert else (body, b"")
        sql = head.decode()
    if not sql.strip():
        raise RefusedError(400, "Code: 62. DB::Exception: Empty query. (SYNTAX_ERROR)")
    parameters = {
        name.removeprefix("param_"): value for name, value in pairs.items() if name.startswith("param_")
    }
    settings = {
        name: value
        for name, value in pairs.items()
        if not name.startswith("param_") and name not in _OF_PROTOCOL
    }
    odd = [name for name in settings if not _NAME.match(name)]
    if odd:
        raise RefusedError(400, f"Code: 115. DB::Exception: Unknown setting '{odd[0]}'. (UNKNOWN_SETTING)")
    return Request(
        sql=sql,
        data=body,
        format=pairs.get("default_format") or format_header or "TabSeparated",
        database=pairs.get("database") or None,
        settings=settings,
        parameters=parameters,
        session=pairs.get("session_id"),
    )


def _code(message: str) -> str | None:
    found = _CODE.search(message)
    return found.group(1) if found else None


class Server(ThreadingHTTPServer):
    """Serves an engine on a free port of loopback."""

    daemon_threads = True

    def __init__(self, engine: Engine, password: str, port: int = 0) -> None:
        super().__init__((HOST, port), Handler)
        self.engine = engine
        self.password = password

    def environment(self) -> dict[str, str]:
        """What a process has to know to use the engine in place of the warehouse of the settings."""
        return {
            "WAREHOUSE_KIND": "clickhouse",
            "DBT_TARGET": "clickhouse",
            "CLICKHOUSE_HOST": HOST,
            "CLICKHOUSE_PORT": str(self.server_address[1]),
            "CLICKHOUSE_SECURE": "False",
            "CLICKHOUSE_USER": USER,
            "CLICKHOUSE_PASSWORD": self.password,
            # A proxy would be asked for loopback too.
            "NO_PROXY": HOST,
            "no_proxy": HOST,
        }


@contextmanager
def serving(folder: Path, port: int = 0, password: str | None = None) -> Iterator[Server]:
    """Serve the engine of a folder in a thread of its own."""
    engine = Engine(folder)
    server = Server(engine, password or secrets.token_urlsafe(18), port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        engine.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, or run a command against the engine and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.clickhouse_engine", description="ClickHouse for this machine."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder the engine keeps its files in")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; a free one if left out")
    parser.add_argument("command", nargs="*", help="run this against the engine, and end with it")
    options = parser.parse_args(arguments)
    with serving(options.data, options.port, os.environ.get("CLICKHOUSE_PASSWORD")) as server:
        if options.command:
            return subprocess.run(  # noqa: S603 - the command of the person who calls
                options.command, env={**os.environ, **server.environment()}, check=False
            ).returncode
        print(
            f"http://{HOST}:{server.server_address[1]}, user {USER}, password {server.password}",
            flush=True,
        )
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
