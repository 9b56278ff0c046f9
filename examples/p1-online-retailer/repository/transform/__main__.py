"""Run dbt with the warehouse of the settings: `python -m transform build`, `test`, `docs generate` and so on.

Everything after the module's name is given to dbt. `TOLTEK_ENV` chooses the target.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from settings import SettingsError, current_environment, load_settings
from transform.deployed import keep_artifacts, profile_variables

PROJECT = Path(__file__).parent
ROOT = PROJECT.parent


def main(arguments: Sequence[str]) -> int:
    """Run a dbt command and return its exit code: 0 done, 1 a model or test failed, 2 dbt could not start."""
    try:
        environment = current_environment()
        variables = _variables(environment)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    for name, value in variables.items():
        os.environ.setdefault(name, value)
    if environment == "local":
        path = ROOT / os.environ["WAREHOUSE_PATH"]
        path.parent.mkdir(parents=True, exist_ok=True)
        os.environ["WAREHOUSE_PATH"] = str(path)
    chosen = list(arguments)
    if "--target" not in chosen:
        chosen += ["--target", os.environ.get("DBT_TARGET", environment)]
    if "--profiles-dir" not in chosen and "DBT_PROFILES_DIR" not in os.environ:
        chosen += ["--profiles-dir", str(PROJECT)]
    from dbt.cli.main import dbtRunner

    result = dbtRunner().invoke([*chosen, "--project-dir", str(PROJECT)])
    keep_artifacts(Path(os.environ["DBT_TARGET_PATH"]))
    if result.exception is not None:
        return 2
    return 0 if result.success else 1


def _variables(environment: str) -> dict[str, str]:
    """What profiles.yml reads, and where dbt writes."""
    settings = load_settings(environment)
    return {
        "DO_NOT_TRACK": "1",
        "DBT_TARGET_PATH": str(ROOT / ".local" / "transform" / environment),
        "DBT_LOG_PATH": str(ROOT / ".local" / "logs"),
        "WAREHOUSE_PATH": str(settings["warehouse"].get("path") or ""),
        **profile_variables(settings),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
