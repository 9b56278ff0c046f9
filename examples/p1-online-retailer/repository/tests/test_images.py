"""Images are built once, noted by content, and copied unchanged."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from scripts import images

DOCKER = """#!/usr/bin/env python3
import hashlib, json, os, pathlib, sys
state = pathlib.Path(os.environ["FAKE_REGISTRY"])
pushed = json.loads(state.read_text())
arguments = sys.argv[1:]
def found(reference):
    name, _, digest = reference.partition("@")
    if digest:
        return digest if digest in [d for r, d in pushed.items() if r.rpartition(":")[0] == name] else None
    return pushed.get(reference)
if arguments[:2] == ["buildx", "build"]:
    tag = arguments[arguments.index("--tag") + 1]
    assert tag not in pushed, "a tag that was pushed cannot be moved"
    pushed[tag] = "sha256:" + hashlib.sha256(tag.encode()).hexdigest()
elif arguments[:3] == ["buildx", "imagetools", "create"]:
    pushed[arguments[arguments.index("--tag") + 1]] = found(arguments[-1])
elif arguments[:3] == ["buildx", "imagetools", "inspect"]:
    digest = found(arguments[-1])
    if digest is None:
        sys.exit(f"ERROR: {arguments[-1]}: not found")
    print(json.dumps(digest))
else:
    sys.exit(f"unexpected: {arguments}")
state.write_text(json.dumps(pushed))
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one Dockerfile, and a docker that only remembers what was pushed."""
    docker = tmp_path / "bin" / "docker"
    docker.parent.mkdir()
    docker.write_text(DOCKER)
    docker.chmod(0o755)
    registry = tmp_path / "registry.json"
    registry.write_text("{}")
    root = tmp_path / "repository"
    (root / "ingestion").mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "ingestion" / "Dockerfile").write_text("FROM scratch\n")
    (root / "docs" / "a.md").write_text("one\n")
    (root / images.LOCK).write_text("# What this is.\nimages: {}\n")
    _git(root, "init", "-q")
    _commit(root)
    monkeypatch.setenv("PATH", f"{docker.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("FAKE_REGISTRY", str(registry))
    monkeypatch.delenv("REGISTRY_TOKEN", raising=False)
    monkeypatch.setattr(images, "ROOT", root)
    monkeypatch.setattr(images, "registry_prefix", lambda environment: f"host/{environment}")
    return root


def _git(root: Path, *arguments: str) -> None:
    name = ["-c", "user.name=test", "-c", "user.email=test@client.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *name, *arguments], cwd=root, check=True)  # noqa: S603, S607


def _commit(root: Path) -> None:
    _git(root, "add", ".")
    _git(root, "commit", "-qm", "change")


def _pushed() -> list[str]:
    return sorted(json.loads(Path(os.environ["FAKE_REGISTRY"]).read_text()))


def test_notes_what_was_built_and_builds_it_once(repository: Path) -> None:
    assert images.main(["build", "dev"]) == 0
    noted = images.read_lock()
    assert noted["ingestion"]["digest"].startswith("sha256:")
    assert (repository / images.LOCK).read_text().startswith("# What this is.\nimages:\n")
    (repository / "docs" / "a.md").write_text("two\n")
    _commit(repository)
    assert images.main(["build", "dev"]) == 0
    assert images.read_lock() == noted
    assert len(_pushed()) == 1


def test_builds_again_when_the_content_changed(repository: Path) -> None:
    images.main(["build", "dev"])
    first = images.read_lock()
    (repository / "ingestion" / "Dockerfile").write_text("FROM scratch\nUSER 1000\n")
    _commit(repository)
    assert images.main(["build", "dev"]) == 0
    assert images.read_lock() != first
    assert len(_pushed()) == 2


def test_takes_what_an_interrupted_run_pushed(repository: Path) -> None:
    images.main(["build", "dev"])
    noted = images.read_lock()
    images.write_lock({})
    assert images.read_lock() == {}
    assert images.main(["build", "dev"]) == 0
    assert images.read_lock() == noted


def test_copies_by_digest(repository: Path) -> None:
    images.main(["build", "dev"])
    assert images.main(["copy", "dev", "prod"]) == 0
    assert images.main(["copy", "dev", "prod"]) == 0
    tag = images.read_lock()["ingestion"]["tag"]
    assert _pushed() == [f"host/dev/ingestion:{tag}", f"host/prod/ingestion:{tag}"]


def test_refuses_to_copy_nothing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert images.main(["copy", "dev", "prod"]) == 2
    assert "Deploy to dev first" in capsys.readouterr().err


def test_names_registries_as_the_infrastructure_does(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {
        "client": {"id": "acme"},
        "residency": {"region": "europe-west1"},
        "gcp": {"project_id": "acme-data-dev"},
    }
    monkeypatch.setattr(images, "load_settings", lambda _: settings)
    prefix = "europe-west1-docker.pkg.dev/acme-data-dev"
    assert images.registry_prefix("dev") == f"{prefix}/acme-dev-images"
    own = {"images": {"registry": "registry.acme.example:5000/data/"}}
    monkeypatch.setattr(images, "load_settings", lambda _: settings | own)
    assert images.registry_prefix("dev") == "registry.acme.example:5000/data"
    monkeypatch.setattr(images, "load_settings", lambda _: settings)
    settings["client"] = {"id": "a" * 63}
    repository = images.registry_prefix("dev").removeprefix(f"{prefix}/")
    assert repository == "a" * 56 + "-2e4461"
