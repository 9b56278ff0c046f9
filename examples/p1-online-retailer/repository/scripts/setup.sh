#!/usr/bin/env bash
# Makes .venv from the locked requirements: every package by its hash, nothing else.
# Usage: scripts/setup.sh COMPONENT...   (each has a requirements/COMPONENT.txt)
set -euo pipefail
cd "$(dirname "$0")/.."

uv_version=0.13.8

files=()
for component in "$@"; do
  files+=("requirements/${component}.txt")
done

# Nothing to do while neither the locks nor the list of components changed.
stamp=$(printf '%s\n' "$@" | cat - "${files[@]}" | sha256sum | cut -d' ' -f1)
if [ -f .venv/.stamp ] && [ "$(cat .venv/.stamp)" = "$stamp" ]; then
  exit 0
fi

if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Python 3.11 or newer is needed as python3. Install it and run make setup again." >&2
  exit 2
fi

if command -v uv >/dev/null; then
  uv=(uv)
else
  # Kept in the cache folder of the person, so that all repositories on this machine share it.
  home="${XDG_CACHE_HOME:-$HOME/.cache}/toltek/uv-${uv_version}"
  if [ ! -x "$home/bin/uv" ]; then
    echo "Installing uv ${uv_version} into ${home}"
    python3 -m venv "$home"
    "$home/bin/python" -m pip install --quiet --disable-pip-version-check "uv==${uv_version}"
  fi
  uv=("$home/bin/uv")
fi

[ -x .venv/bin/python ] || "${uv[@]}" venv --quiet --python "$(command -v python3)" .venv
echo "Installing the locked packages of: $*"
VIRTUAL_ENV=.venv "${uv[@]}" pip sync --quiet --require-hashes "${files[@]}"
echo "$stamp" >.venv/.stamp
