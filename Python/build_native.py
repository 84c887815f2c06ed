"""Builds the native library for a wheel: `swift build`, `strip`, and the command `gmm` where there is one.

Environment variables: SWIFT is the program (default: swift). GMM_COMMAND is the command to put into the wheel; by default the
one that `make build` has made, if it has.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class NativeBuild(BuildHookInterface):  # type: ignore[type-arg]
    """What hatchling calls before it makes a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and say what the wheel holds."""
        root = Path(self.root)
        library = self._library(root)
        target = (
            root / "gaussian_mixtures" / "_native.abi3.so"
            if version == "editable"
            else root / ".build" / "wheel" / "_native.abi3.so"
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        # A program that has the older one open keeps it.
        target.unlink(missing_ok=True)
        shutil.copyfile(library, target)
        subprocess.run(["strip", "--strip-all" if sys.platform == "linux" else "-x", str(target)], check=True)
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"cp311-abi3-{platform}"
        build_data["pure_python"] = False
        if version != "editable":
            build_data["force_include"][str(target)] = "gaussian_mixtures/_native.abi3.so"
            build_data["force_include"][str(root / "Sources/CMixtureBridge/include/gaussian_mixtures.h")] = (
                "gaussian_mixtures/include/gaussian_mixtures.h"
            )
        command = self._command(root)
        if command is not None:
            build_data["shared_scripts"][str(command)] = "gmm"

    def _library(self, root: Path) -> Path:
        environment = os.environ | {"PYTHON_INCLUDE": sysconfig.get_path("include")}
        arguments = [
            os.environ.get("SWIFT", "swift"),
            "build",
            "--configuration=release",
            "--product=native",
            "--static-swift-stdlib",
        ]
        if shutil.which(arguments[0]) is None:
            raise RuntimeError("Swift 6.3 or later is needed to build this package; see https://www.swift.org/install.")
        subprocess.run(arguments, cwd=root, env=environment, check=True)
        built = subprocess.run([*arguments, "--show-bin-path"], cwd=root, env=environment, check=True, stdout=subprocess.PIPE)
        suffix = "dylib" if sys.platform == "darwin" else "so"
        return Path(built.stdout.decode().strip()) / f"libnative.{suffix}"

    def _command(self, root: Path) -> Path | None:
        given = os.environ.get("GMM_COMMAND")
        command = Path(given) if given else root.parent / ".build" / "command" / "release" / "gmm"
        if not command.is_file():
            if given:
                raise RuntimeError(f"GMM_COMMAND is {given}, and there is no such file.")
            return None
        stripped = root / ".build" / "wheel" / "gmm"
        stripped.parent.mkdir(parents=True, exist_ok=True)
        stripped.unlink(missing_ok=True)
        shutil.copy(command, stripped)
        subprocess.run(["strip", str(stripped)], check=True)
        return stripped
