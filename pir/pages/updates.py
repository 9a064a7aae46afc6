"""How stakeholders were kept informed, in the words of the page of the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pir.pictures.cadence import AUDIENCES
from pir.rules.cadence_words import asked
from web.filters import counted, local


def told(document: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the policy asks and a row for each audience; None in frozen versions from before updates were kept."""
    kept = document.get("communications")
    if kept is None:
        return None
    zone = document["zone"]
    return {"asked": asked(kept["target"], document["review"]["severity"]), "rows": [_row(row, zone, is_asked=kept["target"] is not None) for row in kept["audiences"]],
            "any": bool(kept["updates"])}


def _row(row: Mapping[str, Any], zone: str, *, is_asked: bool) -> dict[str, Any]:
    longest = max(row["silences"], key=lambda silence: silence["minutes"], default=None)
    late = sum(silence["long"] for silence in row["silences"])
    return {
        "audience": AUDIENCES[row["audience"]], "count": row["count"],
        "first": "none" if row["first_at"] is None else f"{row['first_minutes']}\N{NO-BREAK SPACE}min after detection" if row["first_minutes"] is not None
        else local(row["first_at"], zone, "short"),
        "first_late": bool(row["first_late"]),
        "silence": f"{longest['minutes']}\N{NO-BREAK SPACE}min" if longest else "", "silence_late": counted(late, "time too long", "times too long") if late else "",
        "all_clear": local(row["all_clear_at"], zone, "short") if row["all_clear_at"] else "missing" if row["all_clear_missing"] else "",
        "all_clear_late": row["all_clear_missing"] and is_asked,
    }  # fmt: skip
