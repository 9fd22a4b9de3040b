"""Captures: the raw answers, as they were received."""

from __future__ import annotations

import hashlib
import json
import zlib

from sqlalchemy import Connection, text

from wirewatch.models import Response


def save(db: Connection, entry_id: int, response: Response) -> int:
    """Keep the raw answer; returns the capture's id."""
    return int(
        db.execute(
            text("""
                insert into capture (entry_id, url, final_url, status, headers, sha256, body, fetched_at)
                values (:entry_id, :url, :final_url, :status, :headers, :sha256, :body, :fetched_at) returning id
            """),
            {
                "entry_id": entry_id,
                "url": response.url,
                "final_url": response.final_url,
                "status": response.status,
                "headers": json.dumps(response.headers),
                "sha256": hashlib.sha256(response.body).digest(),
                "body": zlib.compress(response.body),
                "fetched_at": response.fetched_at,
            },
        ).scalar_one()
    )
