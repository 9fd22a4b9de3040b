"""A call that ends its process at its n-th turn, as a crash would: with SIGKILL. For the processes that tests start."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable
from typing import Any


def dying(call: Callable[..., Any], turn: int, before: bool = False) -> Callable[..., Any]:
    """The call, whose n-th turn kills this process: `before` it is made, or after."""
    turns = itertools.count(1)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        last = next(turns) == turn
        if last and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = call(*args, **kwargs)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapped
