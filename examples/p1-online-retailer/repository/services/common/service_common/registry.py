"""The model registry: versions of a model as plain files, in a folder or below a bucket prefix.

    <root>/<model>/<version>/model.json    the artefact: numbers and text, nothing that executes
    <root>/<model>/<version>/entry.json    what it was made from, its metrics, its sha256
    <root>/<model>/promoted.json           the version that predicts

An artefact is read only if its sha256 is the one its entry names.
"""

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from service_common.config import local_folder, repository_root

_VERSION = re.compile(r"^[a-z0-9][a-z0-9.-]{0,80}$")


class RegistryError(RuntimeError):
    """A model is missing or is not what its entry says."""


class Store(Protocol):
    """Where the registry keeps its files."""

    def read(self, path: str) -> bytes | None:
        """Content of a file; None if it is not there."""
        ...

    def write(self, path: str, content: bytes) -> None:
        """Write a file whole."""
        ...


class FolderStore:
    """Files below a folder; each is replaced whole."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> bytes | None:
        """Content of a file; None if it is not there."""
        file = self.root / path
        return file.read_bytes() if file.is_file() else None

    def write(self, path: str, content: bytes) -> None:
        """Write a file whole: a reader sees the old or the new one."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_name(f".{file.name}.{os.getpid()}")
        partial.write_bytes(content)
        partial.replace(file)


class BucketStore:
    """Objects below `gs://bucket/prefix`."""

    def __init__(self, url: str) -> None:
        from google.cloud.storage import Client

        bucket, _, prefix = url.removeprefix("gs://").partition("/")
        self.bucket = Client().bucket(bucket)
        self.prefix = prefix.strip("/")

    def _name(self, path: str) -> str:
        return f"{self.prefix}/{path}" if self.prefix else path

    def read(self, path: str) -> bytes | None:
        """Content of an object; None if it is not there."""
        blob = self.bucket.get_blob(self._name(path))
        content: bytes | None = blob.download_as_bytes() if blob else None
        return content

    def write(self, path: str, content: bytes) -> None:
        """Write an object."""
        self.bucket.blob(self._name(path)).upload_from_string(content, content_type="application/json")


@dataclass(frozen=True)
class Entry:
    """What is known of one version of a model."""

    model: str
    version: str
    data_from: str
    """First day of the data it was trained on (ISO date)."""
    data_to: str
    """Last day of the data it was trained on (ISO date)."""
    rows: int
    code_version: str
    """Commit of this repository, or a digest of the package's files where there is no commit."""
    parameters: Mapping[str, object]
    features: tuple[str, ...]
    features_sha256: str
    """Digest of the feature names and types; a service refuses data of another shape."""
    metrics: Mapping[str, object]
    artefact_sha256: str
    created_at: str


class Registry:
    """Versions of one model."""

    def __init__(self, store: Store, model: str) -> None:
        self.store = store
        self.model = model

    def register(
        self,
        artefact: Mapping[str, object],
        *,
        data_from: str,
        data_to: str,
        rows: int,
        parameters: Mapping[str, object],
        features: tuple[str, ...],
        metrics: Mapping[str, object],
        code_version: str,
    ) -> Entry:
        """Keep an artefact as a new version. It predicts only after `promote`."""
        content = json.dumps(artefact, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
        digest = hashlib.sha256(content).hexdigest()
        entry = Entry(
            model=self.model,
            version=f"{data_to}-{digest[:8]}",
            data_from=data_from,
            data_to=data_to,
            rows=rows,
            code_version=code_version,
            parameters=parameters,
            features=features,
            features_sha256=hashlib.sha256("\n".join(features).encode()).hexdigest(),
            metrics=metrics,
            artefact_sha256=digest,
            created_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )
        self.store.write(f"{self.model}/{entry.version}/model.json", content)
        self.store.write(
            f"{self.model}/{entry.version}/entry.json", json.dumps(asdict(entry), indent=2).encode()
        )
        self.store.write(f"{self.model}/latest.json", json.dumps({"version": entry.version}).encode())
        return entry

    def entry(self, version: str) -> Entry:
        """The entry of a version."""
        if not _VERSION.match(version):
            raise RegistryError(f"{version!r} is not the name of a model version.")
        content = self.store.read(f"{self.model}/{version}/entry.json")
        if content is None:
            raise RegistryError(f"There is no version {version} of the model {self.model}.")
        fields = json.loads(content)
        return Entry(**{**fields, "features": tuple(fields["features"])})

    def _pointer(self, name: str) -> str | None:
        content = self.store.read(f"{self.model}/{name}.json")
        return str(json.loads(content)["version"]) if content is not None else None

    def latest(self) -> Entry:
        """The version registered last, promoted or not."""
        version = self._pointer("latest")
        if version is None:
            raise RegistryError(f"The model {self.model} has not been trained: run its `train` first.")
        return self.entry(version)

    def promote(self, version: str) -> Entry:
        """Let a version predict from now on."""
        entry = self.entry(version)
        self.store.write(f"{self.model}/promoted.json", json.dumps({"version": entry.version}).encode())
        return entry

    def promoted(self) -> Entry | None:
        """The version that predicts, if one was promoted."""
        version = self._pointer("promoted")
        return self.entry(version) if version else None

    def artefact(self, entry: Entry) -> dict[str, object]:
        """The artefact of a version, after its digest was checked."""
        content = self.store.read(f"{self.model}/{entry.version}/model.json")
        if content is None:
            raise RegistryError(f"The artefact of {self.model} {entry.version} is gone.")
        if hashlib.sha256(content).hexdigest() != entry.artefact_sha256:
            raise RegistryError(
                f"The artefact of {self.model} {entry.version} is not the one that was registered "
                "(its sha256 differs). Train again, or restore the file."
            )
        loaded: dict[str, object] = json.loads(content)
        return loaded


def code_version(package: Path) -> str:
    """Commit of the repository; without git (in an image) GIT_COMMIT, else a digest of the package."""
    if os.environ.get("GIT_COMMIT"):
        return os.environ["GIT_COMMIT"]
    try:
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"],  # noqa: S607
            cwd=package,
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
        return found.stdout.strip()
    except (OSError, subprocess.SubprocessError):
        digest = hashlib.sha256()
        for file in sorted(package.rglob("*.py")):
            digest.update(file.read_bytes())
        return f"files-{digest.hexdigest()[:12]}"


def open_registry(model: str) -> Registry:
    """The registry of a model: below MODEL_REGISTRY (`gs://bucket/prefix` or a folder), else local."""
    root = os.environ.get("MODEL_REGISTRY")
    if root is None:
        return Registry(FolderStore(local_folder("models")), model)
    if root.startswith("gs://"):
        return Registry(BucketStore(root), model)
    return Registry(FolderStore(repository_root() / root), model)
