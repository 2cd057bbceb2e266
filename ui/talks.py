"""Keep talks on the server under unguessable names, so that a refresh loses nothing."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from ui.records import Turn

KEEP_TALKS = 2_000
KEEP_TURNS = 200
KEEP_SECONDS = 24 * 3600.0


@dataclass(slots=True)
class Talk:
    """Hold one talk: its turns, oldest first."""

    id: str
    turns: list[Turn] = field(default_factory=list)
    touched: float = 0.0

    @property
    def questions(self) -> tuple[str, ...]:
        """Return the questions asked so far, oldest first."""
        return tuple(turn.question for turn in self.turns)

    def add(self, turn: Turn) -> None:
        """Append a turn; a very long talk loses its oldest."""
        self.turns.append(turn)
        del self.turns[:-KEEP_TURNS]


class TalkBook:
    """Hold all talks of the server, the least recently used dropped first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._talks: OrderedDict[str, Talk] = OrderedDict()
        self._lock = threading.Lock()
        self._clock = clock

    def new(self) -> Talk:
        """Start a talk under a name that nobody can guess."""
        talk = Talk(secrets.token_urlsafe(16), touched=self._clock())
        with self._lock:
            self._talks[talk.id] = talk
            self._drop_old()
        return talk

    def get(self, key: str) -> Talk | None:
        """Return a talk by its name, None where it is unknown or was dropped."""
        with self._lock:
            self._drop_old()
            talk = self._talks.get(key)
            if talk is not None:
                talk.touched = self._clock()
                self._talks.move_to_end(key)
            return talk

    def remove(self, key: str) -> None:
        """Forget a talk."""
        with self._lock:
            self._talks.pop(key, None)

    def _drop_old(self) -> None:
        oldest = self._clock() - KEEP_SECONDS
        while self._talks:
            first = next(iter(self._talks.values()))
            if len(self._talks) <= KEEP_TALKS and first.touched >= oldest:
                return
            del self._talks[first.id]


class RateLimit:
    """Allow a number of events in a sliding window of seconds."""

    def __init__(
        self, limit: int, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def allow(self) -> bool:
        """Count one event and tell whether it is still within the limit."""
        now = self._clock()
        with self._lock:
            while self._times and self._times[0] <= now - self._seconds:
                self._times.popleft()
            if len(self._times) >= self._limit:
                return False
            self._times.append(now)
            return True
