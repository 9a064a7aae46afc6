"""One schema for each form and its twin in the API: only what is listed here can be written."""
