"""Import profiles: one file a tool, each turning the rows of that tool's export into `IncidentFacts`."""
