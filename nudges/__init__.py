"""Nudges: who is asked for what and when, a ledger of what was asked, and one mail a day that asks it.

Domains above say what is due (``nudges.sources``); ladders, working days, quiet hours and the ledger are ours; messages go out
through ``kernel.outbox``.
"""
