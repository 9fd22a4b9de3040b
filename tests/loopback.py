"""Ports for servers that a test starts a moment later."""

from __future__ import annotations

from random import SystemRandom

from wirewatch.local.home import is_free

# Below those that a kernel hands out by itself: whoever asks for any port, or makes a connection, gets none of these in between.
OURS = range(20_000, 32_000)


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """So many of them, each another."""
    return [port for port in SystemRandom().sample(OURS, 10 * count + 50) if is_free(port)][:count]
