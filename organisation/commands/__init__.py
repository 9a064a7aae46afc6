"""``debrief user`` and ``debrief token``."""

from organisation.commands.token import token_group
from organisation.commands.user import user_group

commands = [user_group, token_group]

__all__ = ["commands", "token_group", "user_group"]
