"""Changes of the organisation. Functions flush, never commit; those that take the database hash between two transactions."""
