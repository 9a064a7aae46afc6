"""What waits for me: the one page over all domains."""
