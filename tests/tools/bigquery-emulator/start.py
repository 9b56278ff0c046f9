"""Start the BigQuery emulator on free loopback ports and say where it is, as one line of JSON on stdout.

Clients find everything in that line: the address, and a service account (with a key made for this run, whose tokens
come from a server in this process) in the file given as argument. Ends when its standard input closes.
"""

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from duckdb_extensions import import_extension

PROJECT = "local"
START_SECONDS = 60


class Tokens(http.server.BaseHTTPRequestHandler):
    """Gives the same token to everyone: the emulator does not look at it."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", "0")))
        body = json.dumps({"access_token": "local", "expires_in": 3600, "token_type": "Bearer"}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def write_account(path: Path, tokens: str) -> None:
    """Write a service account whose tokens come from this process."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    account = {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": "local",
        "private_key": key.decode(),
        "client_email": f"test@{PROJECT}.iam.gserviceaccount.com",
        "client_id": "1",
        "token_uri": tokens,
    }
    path.write_text(json.dumps(account), encoding="utf-8")


def free_port() -> int:
    """Return a port nobody listens on."""
    with http.server.HTTPServer(("127.0.0.1", 0), Tokens) as probe:
        return probe.server_port


def wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the emulator answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"the emulator ended with {process.returncode}")
        try:
            urllib.request.urlopen(f"{address}/bigquery/v2/projects/{PROJECT}/datasets", timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"the emulator did not answer within {START_SECONDS} s")


def main() -> None:
    """Run until standard input closes."""
    account = Path(sys.argv[1])
    os.environ["HOME"] = str(account.parent)  # DuckDB keeps its extensions there
    import_extension("spatial")
    tokens = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tokens)
    threading.Thread(target=tokens.serve_forever, daemon=True).start()
    write_account(account, f"http://127.0.0.1:{tokens.server_port}/token")
    port = free_port()
    command = [str(Path(sys.executable).parent / "bqemulator"), "start", "--rest-port", str(port)]
    command += ["--grpc-port", "0", "--project", PROJECT, "--log-level", "error"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(address, process)
        print(json.dumps({"address": address, "project": PROJECT, "credentials": str(account)}), flush=True)
        sys.stdin.read()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
