"""One thread that draws what was asked for last; what was asked for before is dropped half-way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Stop = Callable[[], bool]


class Worker(Generic[Asked]):
    """Does the last thing it was asked, in a thread of its own that ends with the process."""

    def __init__(self, do: Callable[[Asked, Stop], None]) -> None:
        """`do` gets what was asked, and a way to find out that something else has been asked since."""
        self._do = do
        self._asked: Asked | None = None
        self._number = 0
        self._news = threading.Condition()
        threading.Thread(target=self._work, name="explorer", daemon=True).start()

    def ask(self, what: Asked) -> None:
        """Do this as soon as may be, and nothing that was asked before."""
        with self._news:
            self._asked, self._number = what, self._number + 1
            self._news.notify()

    def _work(self) -> None:
        done = 0
        while True:
            with self._news:
                while self._number == done:
                    self._news.wait()
                done, what = self._number, self._asked
            if what is not None:
                self._do(what, partial(self._overtaken, done))

    def _overtaken(self, number: int) -> bool:
        return self._number != number
