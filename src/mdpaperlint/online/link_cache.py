"""What earlier runs learnt, in an SQLite file in the platform's cache folder.

Written as results come in, so that a red or interrupted run leaves a warm cache; write-ahead logging lets two
runs use it at once. A cache is never worth a failure: whatever is wrong with it, the run goes on without it.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from mdpaperlint.model.paper import ArxivRecord
from mdpaperlint.model.verdict import Verdict, VerdictKind
from mdpaperlint.model.wording import one_line

FILE_NAME = "links.sqlite3"
# Kept as ``PRAGMA user_version``. What another version of the program left is dropped without a word.
_FORMAT = 2
_DAY = 86_400.0
# Seconds. Blocked and unsure are not kept.
_LIFE: dict[VerdictKind, float] = {"alive": _DAY, "moved": _DAY, "gone": _DAY / 24}
# A record changes with a new version, a withdrawal or a publication.
_LIFE_OF_RECORD = 7 * _DAY
# Seconds to wait for another run that is writing.
_PATIENCE = 5.0
# What files with changed bytes have raised: TypeError and OverflowError come from values of another type than
# their column's, UnicodeDecodeError (a ValueError) from texts and from SQLite's own messages.
_TROUBLE = (sqlite3.Error, OSError, ValueError, TypeError, OverflowError)
# Other errors of SQLite (no space, no permission, another run) say nothing of what is in the file.
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def cache_file(folder: Path | None) -> Path:
    """``folder`` None is the platform's."""
    return (folder or user_cache_path("mdpaperlint", appauthor=False)) / FILE_NAME


class LinkCache:
    """Used by one thread. ``warn`` is called once at most."""

    def __init__(
        self,
        folder: Path | None,
        warn: Callable[[str], None],
        *,
        enabled: bool = True,
        now: Callable[[], float] = time.time,
    ) -> None:
        path = cache_file(folder)
        self._now = now
        self._connection: sqlite3.Connection | None = None
        if not enabled:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open(path)
        except _TROUBLE as error:
            self._give_up()
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
            if isinstance(error, OSError) or code not in _DAMAGED:
                said = getattr(error, "strerror", None) or str(error)
                warn(f"no link cache: {path}: {one_line(said)}")
                return
            warn(f"the link cache was damaged and has been thrown away: {path}")
            try:
                for ending in ("", "-wal", "-shm", "-journal"):
                    Path(f"{path}{ending}").unlink(missing_ok=True)
                self._open(path)
            except _TROUBLE:
                self._give_up()

    def _open(self, path: Path) -> None:
        self._connection = connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        # Changing the journal mode does not wait for its turn: where another run does it, it is done.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone() != (_FORMAT,):
            connection.execute("DROP TABLE IF EXISTS facts")
            connection.execute("DROP TABLE IF EXISTS verdicts")
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS verdicts (key TEXT PRIMARY KEY, expires REAL, verdict TEXT)"
        )
        connection.execute("DELETE FROM verdicts WHERE expires <= ?", (self._now(),))
        connection.execute("SELECT key, verdict FROM verdicts LIMIT 1").fetchone()
        connection.execute("COMMIT")

    def _run(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall() if self._connection else []
        except _TROUBLE:
            self._give_up()
            return []

    def get(self, keys: Iterable[str]) -> dict[str, Verdict]:
        """What is known and still counts."""
        found = {}
        now = self._now()
        for key in keys:
            for (text,) in self._run("SELECT verdict FROM verdicts WHERE key = ? AND expires > ?", key, now):
                with suppress(*_TROUBLE):
                    found[key] = _read(str(text))
        return found

    def put(self, key: str, verdict: Verdict) -> None:
        if self._connection is None or verdict.kind not in _LIFE:
            return
        life = _LIFE_OF_RECORD if verdict.record is not None else _LIFE[verdict.kind]
        if not self._connection.in_transaction:
            self._run("BEGIN IMMEDIATE")
        statement = "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?)"
        self._run(statement, key, self._now() + life, json.dumps(verdict))

    def commit(self) -> None:
        """Makes what was put lasting, and lets other runs write."""
        if self._connection is not None and self._connection.in_transaction:
            self._run("COMMIT")

    def close(self) -> None:
        self.commit()
        self._give_up()

    def _give_up(self) -> None:
        if self._connection is not None:
            with suppress(*_TROUBLE):
                self._connection.close()
            self._connection = None


def _read(text: str) -> Verdict:
    """Raises one of ``_TROUBLE`` for what was not written by :meth:`LinkCache.put`."""
    verdict = Verdict(*json.loads(text))
    if verdict.kind not in _LIFE:
        raise ValueError(verdict.kind)
    if verdict.record is None:
        return verdict
    record = ArxivRecord(*verdict.record)
    return verdict._replace(record=record._replace(authors=tuple(record.authors)))
