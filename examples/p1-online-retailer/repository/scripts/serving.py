"""Start every service on a free port, call it over HTTP as a client would, and stop it."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

READY_SECONDS = 60
EXCERPT = 400


def call_services(services: Sequence[Mapping[str, Any]], environment: Mapping[str, str], logs: Path) -> bool:
    """Call each service once with its example request; print request and answer.

    What the services write goes to `<logs>/<service>.log`. Returns whether all answered.
    """
    answered = True
    with _running(services, environment, logs) as addresses:
        for service in services:
            try:
                _wait_until_ready(addresses[service["id"]])
                _call(service, addresses[service["id"]])
            except (OSError, TimeoutError) as error:
                log = logs / f"{service['id']}.log"
                print(f"{service['title']} did not answer: {error}. See {log}.", file=sys.stderr)
                answered = False
    return answered


@contextmanager
def _running(
    services: Sequence[Mapping[str, Any]], environment: Mapping[str, str], logs: Path
) -> Iterator[dict[str, str]]:
    """Run the services side by side; yields their addresses by id."""
    processes: list[subprocess.Popen[bytes]] = []
    addresses: dict[str, str] = {}
    logs.mkdir(parents=True, exist_ok=True)
    with ExitStack() as cleanup:
        cleanup.callback(_stop, processes)
        for service in services:
            port = _free_port()
            command = [sys.executable, "-m", "uvicorn", service["module"], "--port", str(port)]
            command += ["--log-level", "warning", "--no-access-log"]
            log = cleanup.enter_context((logs / f"{service['id']}.log").open("wb"))
            processes.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))  # noqa: S603 - our own module
            addresses[service["id"]] = f"http://127.0.0.1:{port}"
        yield addresses


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(address: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{address}/ready", timeout=5):  # noqa: S310 - loopback
                return
        except OSError as error:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{address}/ready after {READY_SECONDS} s: {error}") from error
            time.sleep(0.2)


def _call(service: Mapping[str, Any], address: str) -> None:
    example = service["example"]
    body = json.dumps(example["body"]).encode() if "body" in example else None
    request = urllib.request.Request(  # noqa: S310 - loopback
        address + example["path"],
        data=body,
        method=example["method"],
        headers={"content-type": "application/json"},
    )
    sent = f"{example['method']} {example['path']} {body.decode() if body else ''}".rstrip()
    print(f"{service['title']}: {sent}")
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - loopback
        text = response.read().decode()
        print(f"  {response.status} {text[:EXCERPT]}{' ...' if len(text) > EXCERPT else ''}")
