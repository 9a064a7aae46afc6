"""People, accounts, roles, services and policies: the organisation that reviews its incidents."""
