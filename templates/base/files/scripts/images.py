"""Container images: built once, noted by content, and the same in every environment.

python -m scripts.images build dev        build and push what changed; note tag and digest in images.lock.yaml
python -m scripts.images copy dev prod    bring the noted images into the registry of another environment

Every Dockerfile of this repository is an image named after its folder, built from the repository's root. Its
tag stands for the content of the repository without infrastructure and documents, so nothing is built twice.
The registry is `images.registry` of the settings; left out, the one that infra/ makes on Google Cloud.
REGISTRY_TOKEN signs in to it (as REGISTRY_USER, if not Google's); without it docker's own sign-in is used.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from settings import ENVIRONMENTS, SettingsError, load_settings

ROOT = Path(__file__).parent.parent
LOCK = "images.lock.yaml"

NOT_IN_IMAGES = (":!.github", ":!.toltek", ":!docs", ":!infra", f":!{LOCK}", ":!*.md")
"""What may change without a new image (git pathspecs)."""

LONGEST_NAME = 63
"""What Artifact Registry allows; infra/constructs/gcp/naming.ts shortens longer names in the same way."""


class ImageError(Exception):
    """An image cannot be built, pushed or copied; the message says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.images", description="Container images.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    cloud = [name for name in ENVIRONMENTS if name != "local"]
    build = commands.add_parser("build", help="build and push what changed, and note it")
    build.add_argument("environment", choices=cloud)
    copy = commands.add_parser("copy", help="bring the noted images into another environment")
    copy.add_argument("source", choices=cloud)
    copy.add_argument("target", choices=cloud)
    options = parser.parse_args(arguments)
    try:
        if options.command == "build":
            build_images(options.environment)
        else:
            copy_images(options.source, options.target)
    except (ImageError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def build_images(environment: str) -> None:
    """Build and push every image whose content is not noted yet, and note them."""
    noted = read_lock()
    tag = content_tag()
    prefix = registry_prefix(environment)
    images: dict[str, Mapping[str, str]] = {}
    _sign_in(prefix)
    for component, dockerfile in dockerfiles().items():
        if noted.get(component, {}).get("tag") == tag:
            images[component] = noted[component]
            continue
        reference = f"{prefix}/{component}:{tag}"
        # A tag that was pushed cannot be moved: a run that is repeated takes what the first one pushed.
        digest = _digest(reference) or _build(reference, dockerfile)
        images[component] = {"tag": tag, "digest": digest}
        print(f"{component}: {digest}")
    if images == noted:
        print("No image changed.")
    else:
        write_lock(images)


def copy_images(source: str, target: str) -> None:
    """Copy the noted images from the registry of one environment to that of another, content unchanged."""
    images = read_lock()
    if not images:
        raise ImageError(
            f"{LOCK} notes no image. Deploy to {source} first and merge the pull request it opens."
        )
    here, there = (registry_prefix(name) for name in (source, target))
    _sign_in(here)
    _sign_in(there)
    for component, image in images.items():
        wanted = f"{there}/{component}@{image['digest']}"
        if _digest(wanted) != image["digest"]:
            copied = f"{there}/{component}:{image['tag']}"
            original = f"{here}/{component}@{image['digest']}"
            _run("buildx", "imagetools", "create", "--prefer-index=false", "--tag", copied, original)
            if _digest(wanted) != image["digest"]:
                raise ImageError(
                    f"{copied} is not the image {LOCK} notes. Delete that tag and run this again."
                )
        print(f"{component}: {image['digest']}")


def registry_prefix(environment: str) -> str:
    """Everything before an image's name: as the settings say, or as infra/ makes it on Google Cloud."""
    settings = load_settings(environment)
    chosen = settings.get("images", {}).get("registry")
    if chosen:
        return str(chosen).rstrip("/")
    gcp = settings.get("gcp", {})
    if "project_id" not in gcp:
        raise ImageError(
            f"images.registry and gcp.project_id are missing: add one of them to settings/{environment}.yaml."
        )
    region = gcp.get("region", settings["residency"]["region"])
    repository = f"{settings['client']['id']}-{environment}-images"
    if len(repository) > LONGEST_NAME:
        digest = hashlib.sha256(repository.encode()).hexdigest()[:6]
        repository = f"{repository[: LONGEST_NAME - 7].rstrip('-')}-{digest}"
    return f"{region}-docker.pkg.dev/{gcp['project_id']}/{repository}"


def dockerfiles() -> dict[str, str]:
    """The Dockerfile of each component, by the name of its folder."""
    found = _git("ls-files", "--", "*Dockerfile").splitlines()
    return {Path(path).parent.name: path for path in sorted(found) if Path(path).name == "Dockerfile"}


def content_tag() -> str:
    """A tag for the committed content that images can be made of."""
    content = _git("ls-files", "--stage", "--", ".", *NOT_IN_IMAGES)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def read_lock() -> dict[str, Mapping[str, str]]:
    """The noted images by component: tag and digest."""
    content = yaml.safe_load((ROOT / LOCK).read_text(encoding="utf-8")) or {}
    return dict(content.get("images") or {})


def write_lock(images: Mapping[str, Mapping[str, str]]) -> None:
    """Note images; what the head of the file explains is kept."""
    path = ROOT / LOCK
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    head = "".join(line for line in lines if line.startswith("#"))
    body = "".join(
        f'\n  {component}:\n    tag: "{image["tag"]}"\n    digest: "{image["digest"]}"'
        for component, image in sorted(images.items())
    )
    path.write_text(f"{head}images:{body or ' {}'}\n", encoding="utf-8")


def _build(reference: str, dockerfile: str) -> str:
    """Build and push an image; return its digest."""
    commit = _git("rev-parse", "HEAD").strip()
    _run("buildx", "build", "--platform", "linux/amd64", "--build-arg", f"GIT_COMMIT={commit}",
         "--file", dockerfile, "--tag", reference, "--push", ".")  # fmt: skip
    digest = _digest(reference)
    if digest is None:
        raise ImageError(f"{reference} was pushed and cannot be found. Run this again.")
    return digest


def _digest(reference: str) -> str | None:
    """The digest of an image in its registry; None if it is not there."""
    inspect = ["buildx", "imagetools", "inspect", "--format", "{{json .Manifest.Digest}}", reference]
    command = [_docker(), *inspect]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if found.returncode == 0:
        digest = found.stdout.strip().strip('"')
        if re.fullmatch(r"sha256:[0-9a-f]{64}", digest) is None:
            raise ImageError(
                f"docker says the digest of {reference} is {digest!r}; expected sha256: and 64 digits."
            )
        return digest
    if "not found" in found.stderr.lower():
        return None
    raise ImageError(f"{reference} cannot be looked up: {found.stderr.strip()}")


def _sign_in(prefix: str) -> None:
    token = os.environ.get("REGISTRY_TOKEN")
    if token:
        host = prefix.partition("/")[0]
        user = os.environ.get("REGISTRY_USER") or "oauth2accesstoken"
        _run("login", "--username", user, "--password-stdin", f"https://{host}", text=token)


def _run(*arguments: str, text: str | None = None) -> None:
    done = subprocess.run([_docker(), *arguments], cwd=ROOT, input=text, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise ImageError(
            f"docker {' '.join(arguments[:3])} failed with exit code {done.returncode}, see above."
        )


def _docker() -> str:
    docker = shutil.which("docker")
    if docker is None:
        raise ImageError(
            "docker with buildx is needed. Install it, or let the deploy workflow build the images."
        )
    return docker


def _git(*arguments: str) -> str:
    command = [shutil.which("git") or "git", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise ImageError(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
