"""A value that is read again after a while, so that a service sees the night's run without a restart."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Refreshed(Generic[T]):
    """Holds what `load` gives and loads again when it is older than `seconds`.

    If a later load fails, the last good value stays in use: yesterday's answer beats none.
    """

    def __init__(
        self, load: Callable[[], T], seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._load = load
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._held: tuple[float, T] | None = None

    def get(self) -> T:
        """The value; the first call loads it and lets its error through."""
        with self._lock:
            now = self._clock()
            if self._held is not None and now - self._held[0] < self._seconds:
                return self._held[1]
            try:
                value = self._load()
            except Exception:
                if self._held is None:
                    raise
                value = self._held[1]
            self._held = (now, value)
            return value
