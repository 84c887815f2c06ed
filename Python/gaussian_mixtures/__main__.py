"""``python -m gaussian_mixtures``: the command ``gmm``, which came with this package."""

from __future__ import annotations

import os
import subprocess
import sys

from ._command import command


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
