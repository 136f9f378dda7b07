"""Build the browser interface into builder/static before a wheel is made; editable installs skip it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BrowserInterfaceHook(BuildHookInterface):  # type: ignore[type-arg]
    """Run `tools/build_ui.py`, so that a built wheel holds the interface and needs no Node to install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the interface for a wheel. `version` is hatchling's build mode: "standard" or "editable"."""
        if self.target_name != "wheel" or version == "editable":
            return
        build = Path(self.root, "tools", "build_ui.py")
        subprocess.run([sys.executable, str(build)], check=True, cwd=self.root)
