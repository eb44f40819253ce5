"""Kernels that talk through sockets in a folder, not through the network, wherever the system allows it.

On Windows a kernel listens on a local network port. Elsewhere it can use sockets in the user's own runtime folder,
which no other user can reach, and which work with the network switched off altogether.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager, KernelManager
from jupyter_core.paths import jupyter_runtime_dir

LONGEST_PATH = 90  # a socket's path may have some hundred bytes, the system's limit


def _socket_path(self: KernelManager | None = None) -> str:
    """Where the sockets of one kernel begin: a name of its own, found from any working directory."""
    name = f"kernel-{uuid.uuid4().hex[:12]}"
    folder = Path(jupyter_runtime_dir())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / name
    return str(place if len(str(place)) <= LONGEST_PATH else Path(tempfile.gettempdir()) / name)


class LocalKernelManager(AsyncKernelManager):
    """A kernel manager whose kernels use sockets in a folder."""

    if os.name == "posix":
        transport = "ipc"
        _ip_default = _socket_path


def use_local_sockets() -> None:
    """Let every kernel that this process starts use sockets in a folder (nbval starts its own)."""
    if os.name == "posix":
        KernelManager.transport.default_value = "ipc"
        KernelManager._ip_default = _socket_path
