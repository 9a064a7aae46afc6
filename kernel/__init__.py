"""What every domain agrees on: records, time, transactions, permission, audit. Knows no Flask."""
