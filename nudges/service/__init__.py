"""Writing the ledger: sweeps, pauses, settings, tokens of links in mails."""
