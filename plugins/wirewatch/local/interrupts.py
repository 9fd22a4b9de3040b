"""Ctrl-C while a program only imports. Imports nothing itself that takes time."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_once() -> Iterator[None]:
    """Inside, Ctrl-C ends the process with no word: there is nothing to tidy up yet.

    As an exception it may come up in a callback of the import system, which swallows it, and the program goes on.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # else it is ignored, as behind a shell's `&`
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGINT, before)
