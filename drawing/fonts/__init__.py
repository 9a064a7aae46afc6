"""The fonts that drawings are measured and rendered with, the same on every machine.

Liberation Sans has the widths of Arial, which the reports name; DejaVu Sans fills in letters that
Liberation lacks. Licences stand beside the files.
"""

from __future__ import annotations

from pathlib import Path

FAMILY = "Liberation Sans"

_HERE = Path(__file__).parent
REGULAR = _HERE / "LiberationSans-Regular.ttf"
BOLD = _HERE / "LiberationSans-Bold.ttf"
ITALIC = _HERE / "LiberationSans-Italic.ttf"
FALLBACK = _HERE / "DejaVuSans.ttf"

FILES = (REGULAR, BOLD, ITALIC, FALLBACK)
