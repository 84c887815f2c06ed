"""``python -m gaussian_mixtures``: the command ``gmm``, which came with this package."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path


def command() -> Path | None:
    """Where the command is that was installed with this package."""
    try:
        files = metadata.files("gaussian-mixtures") or []
    except metadata.PackageNotFoundError:
        return None
    paths = (Path(str(file.locate())) for file in files if file.name in ("gmm", "gmm.exe"))
    return next((path for path in paths if path.is_file()), None)


def main() -> int:
    """Become the command, with the same arguments."""
    path = command()
    if path is None:
        print(
            "The command gmm is not in this installation: wheels have it, and of the sources make build makes it.",
            file=sys.stderr,
        )
        return 69
    if os.name == "posix":
        os.execv(path, [str(path), *sys.argv[1:]])
    return subprocess.call([str(path), *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
