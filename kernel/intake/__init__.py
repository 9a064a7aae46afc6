"""Files that people send: kept until they say so, opened, decoded, read row by row. Knows no domain; stores no fact."""
