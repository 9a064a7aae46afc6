"""Rules of incidents: pure functions, standard library only."""
