"""The command line every use case has: `python -m <package> train|evaluate|predict|report|serve`."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping

from service_common.config import SettingsError
from service_common.registry import RegistryError
from service_common.warehouse import WarehouseError


class InputError(RuntimeError):
    """The data cannot be used as it is. The message says what was expected and what to do."""


Step = Callable[[], int]


def serve(application: str, port: int) -> int:
    """Serve an ASGI application with uvicorn."""
    import uvicorn

    # A laptop keeps to itself; the image sets HOST, because a container is reached from outside.
    uvicorn.run(
        application,
        host=os.environ.get("HOST", "127.0.0.1"),
        port=port,
        log_config=None,
        timeout_graceful_shutdown=10,
    )
    return 0


def run(
    package: str, steps: Mapping[str, tuple[str, Step]], application: str, argv: list[str] | None = None
) -> int:
    """Run one step. Known failures end with one clear line and status 1."""
    parser = argparse.ArgumentParser(prog=f"python -m {package}")
    commands = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    for name, (text, _) in steps.items():
        commands.add_parser(name, help=text, description=text)
    server = commands.add_parser("serve", help="answer HTTP requests", description="Answer HTTP requests.")
    server.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8080")))
    arguments = parser.parse_args(argv)
    try:
        if arguments.step == "serve":
            return serve(application, arguments.port)
        return steps[arguments.step][1]()
    except (InputError, RegistryError, SettingsError, WarehouseError) as error:
        print(f"{package} {arguments.step}: {error}", file=sys.stderr)
        return 1
