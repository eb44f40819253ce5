"""Kernels that talk through files, not through the network, wherever the system allows it.

On Windows a kernel listens on a local network port. Elsewhere it can use sockets in a folder, which no other user can
reach, and which work with the network switched off altogether.
"""

from __future__ import annotations

import os

from jupyter_client.manager import AsyncKernelManager, KernelManager


class LocalKernelManager(AsyncKernelManager):
    """A kernel manager whose kernels use sockets in a folder."""

    transport = "ipc" if os.name == "posix" else "tcp"


def use_local_sockets() -> None:
    """Let every kernel that this process starts use sockets in a folder (nbval starts its own)."""
    if os.name == "posix":
        KernelManager.transport.default_value = "ipc"
