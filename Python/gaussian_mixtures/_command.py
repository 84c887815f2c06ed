"""Where the command is that came with this package."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path


def command() -> Path | None:
    """The path of the command ``gmm`` that was installed with this package."""
    try:
        files = metadata.files("gaussian-mixtures") or []
    except metadata.PackageNotFoundError:
        return None
    paths = (Path(str(file.locate())) for file in files if file.name in ("gmm", "gmm.exe"))
    return next((path for path in paths if path.is_file()), None)
