"""``debrief user`` and ``debrief token``; ``imports`` are commands of the group ``debrief import``."""

from organisation.commands.sheets import imports
from organisation.commands.token import token_group
from organisation.commands.user import user_group

commands = [user_group, token_group]

__all__ = ["commands", "imports", "token_group", "user_group"]
