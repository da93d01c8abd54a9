"""The Retry-After header (RFC 9110, 10.2.3)."""

from __future__ import annotations

from datetime import UTC, datetime

_MOST_DIGITS = 9


def retry_after(value: str | None, *, cap: float, now: datetime | None = None) -> float | None:
    """The seconds to wait, from 0 to ``cap``; None when the header is missing or says nothing usable."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), cap) if len(value) <= _MOST_DIGITS else cap
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    wait = (moment - (now or datetime.now(UTC))).total_seconds()
    return min(max(wait, 0.0), cap)
