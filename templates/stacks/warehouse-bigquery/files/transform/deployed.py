"""What dbt needs to know of the warehouse of dev and prod: BigQuery."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from settings import Settings

ARTIFACTS = ("manifest.json", "run_results.json", "catalog.json", "sources.json", "index.html")


def profile_variables(settings: Settings) -> Mapping[str, str]:
    """Return the environment variables that profiles.yml reads."""
    return {
        "GOOGLE_CLOUD_PROJECT": str(settings.get("gcp", {}).get("project_id") or ""),
        "WAREHOUSE_LOCATION": str(settings["residency"]["multi_region"]),
    }


def keep_artifacts(folder: Path) -> None:
    """Copy what dbt wrote about itself to the bucket, in the cloud; where that fails, the run does not."""
    bucket = os.environ.get("TRANSFORM_ARTIFACTS", "")
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
