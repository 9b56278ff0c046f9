"""Run dbt with the warehouse of the settings: `python -m transform build`, `test`, `docs generate` and so on.

Everything after the module's name is given to dbt. `TOLTEK_ENV` chooses the target.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from settings import SettingsError, current_environment, load_settings

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
        chosen += ["--target", environment]
    if "--profiles-dir" not in chosen and "DBT_PROFILES_DIR" not in os.environ:
        chosen += ["--profiles-dir", str(PROJECT)]
    from dbt.cli.main import dbtRunner

    result = dbtRunner().invoke([*chosen, "--project-dir", str(PROJECT)])
    _keep_artifacts(Path(os.environ["DBT_TARGET_PATH"]), os.environ.get("TRANSFORM_ARTIFACTS", ""))
    if result.exception is not None:
        return 2
    return 0 if result.success else 1


ARTIFACTS = ("manifest.json", "run_results.json", "catalog.json", "sources.json", "index.html")


def _keep_artifacts(folder: Path, bucket: str) -> None:
    """Copy what dbt wrote about itself to the bucket, in the cloud; a copy that fails does not fail the run."""
    if not bucket.startswith("gs://"):
        return
    from google.api_core.exceptions import GoogleAPIError
    from google.auth.exceptions import GoogleAuthError
    from google.cloud import storage

    prefix = os.environ.get("CLOUD_RUN_EXECUTION", "latest")
    try:
        target = storage.Client().bucket(bucket.removeprefix("gs://").rstrip("/"))
        for name in ARTIFACTS:
            if (folder / name).is_file():
                target.blob(f"{prefix}/{name}").upload_from_filename(str(folder / name))
    except (GoogleAPIError, GoogleAuthError) as error:
        print(f"The artifacts were not kept in {bucket}: {error}", file=sys.stderr)


def _variables(environment: str) -> dict[str, str]:
    """What profiles.yml reads, and where dbt writes."""
    settings = load_settings(environment)
    return {
        "DO_NOT_TRACK": "1",
        "DBT_TARGET_PATH": str(ROOT / ".local" / "transform" / environment),
        "DBT_LOG_PATH": str(ROOT / ".local" / "logs"),
        "WAREHOUSE_PATH": str(settings["warehouse"].get("path") or ""),
        "GOOGLE_CLOUD_PROJECT": str(settings.get("gcp", {}).get("project_id") or ""),
        "WAREHOUSE_LOCATION": str(settings["residency"]["multi_region"]),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
