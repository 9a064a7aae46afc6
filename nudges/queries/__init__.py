"""Reading the ledger, and who has to be asked."""
