"""Tables of nudges."""

from nudges.models.nudge import Nudge
from nudges.models.pause import Pause, PauseKind
from nudges.models.token import LinkToken, TokenEnd
from nudges.models.wishes import NudgeWishes

__all__ = ["LinkToken", "Nudge", "NudgeWishes", "Pause", "PauseKind", "TokenEnd"]
