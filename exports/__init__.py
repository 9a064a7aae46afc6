"""What leaves the house: reports as format-free models, and the writers that turn them into files."""
