"""What earlier runs learnt, in an SQLite file in the platform's cache folder.

Written as results come in, so that a red or interrupted run leaves a warm cache; write-ahead logging lets two
runs use it at once. A cache is never worth a failure: whatever is wrong with it, the run goes on without it.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from mdpaperlint.model.verdict import Verdict, VerdictKind
from mdpaperlint.online.exchange import one_line
from mdpaperlint.online.facts import Fact

FILE_NAME = "links.sqlite3"
_FORMAT = 1
_COMMIT_AFTER = 0.5

# Where nothing is wrong with what is in the file.
_OUTER_TROUBLE = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)

_DAY = 86_400.0
# Seconds. Blocked and unsure are not kept.
_LIFE: dict[VerdictKind, float] = {"alive": _DAY, "moved": _DAY, "gone": _DAY / 24}
_LIFE_OF_PAPER = 30 * _DAY
# Seconds to wait for another run that is writing.
_PATIENCE = 5.0

Warn = Callable[[str], None]


class Cache:
    """Used by one thread. ``warn`` is called once at most."""

    def __init__(self, folder: Path | None, warn: Warn, *, now: Callable[[], float] = time.time) -> None:
        self._path = (folder or user_cache_path("mdpaperlint", appauthor=False)) / FILE_NAME
        self._now = now
        self._committed = now()
        self._connection = self._open(warn)

    def _open(self, warn: Warn) -> sqlite3.Connection | None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return self._connect_in_turn()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _OUTER_TROUBLE:
                warn(f"no link cache: {self._path}: {one_line(str(error))}")
                return None
            warn(f"the link cache was damaged and has been thrown away: {self._path}")
        except OSError as error:
            warn(f"no link cache: {self._path}: {error.strerror or error}")
            return None
        try:
            self._throw_away()
            return self._connect()
        except (sqlite3.Error, OSError):
            return None

    def _connect_in_turn(self) -> sqlite3.Connection:
        """SQLite does not wait for its turn where two runs make the file at once: changing the journal mode
        fails right away, whatever the time-out.
        """
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                return self._connect()
            except sqlite3.OperationalError as error:
                busy = getattr(error, "sqlite_errorcode", 0) & 0xFF in (
                    sqlite3.SQLITE_BUSY,
                    sqlite3.SQLITE_LOCKED,
                )
                if not busy or time.monotonic() > deadline:
                    raise
            time.sleep(0.02)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version not in (0, _FORMAT):
                raise sqlite3.DatabaseError("another format")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, expires REAL NOT NULL, "
                " kind TEXT NOT NULL, reason TEXT NOT NULL, target TEXT, safe INTEGER NOT NULL, title TEXT,"
                " note TEXT NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID"
            )
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
            connection.execute("DELETE FROM facts WHERE expires <= ?", (self._now(),))
            connection.execute("SELECT kind, reason, target, safe, title, note, version FROM facts LIMIT 1")
        except BaseException:
            connection.close()
            raise
        return connection

    def _throw_away(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                os.unlink(f"{self._path}{ending}")

    def get(self, keys: Iterable[str]) -> dict[str, Fact]:
        """What is known and still counts."""
        found: dict[str, Fact] = {}
        if self._connection is None:
            return found
        now = self._now()
        try:
            for key in keys:
                row = self._connection.execute(
                    "SELECT kind, reason, target, safe, title, note, version FROM facts"
                    " WHERE key = ? AND expires > ?",
                    (key, now),
                ).fetchone()
                if row is not None and row[0] in _LIFE:
                    kind, reason, target, safe, title, note, version = row
                    found[key] = Fact(Verdict(kind, reason, target, bool(safe), title, note), version)
        except sqlite3.Error:
            self._give_up()
        return found

    def put(self, key: str, fact: Fact) -> None:
        verdict = fact.verdict
        if self._connection is None or verdict.kind not in _LIFE:
            return
        life = _LIFE_OF_PAPER if verdict.title is not None else _LIFE[verdict.kind]
        now = self._now()
        try:
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(
                "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    key,
                    now + life,
                    verdict.kind,
                    verdict.reason,
                    verdict.target,
                    verdict.safe_move,
                    verdict.title,
                    verdict.note,
                    fact.latest_version,
                ),
            )
        except sqlite3.Error:
            self._give_up()
            return
        if now - self._committed > _COMMIT_AFTER:
            self.commit()

    def commit(self) -> None:
        """Makes what was put lasting, and lets other runs write."""
        self._committed = self._now()
        if self._connection is None or not self._connection.in_transaction:
            return
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            self._give_up()

    def close(self) -> None:
        self.commit()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _give_up(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
