"""One package a format: a `exports.model.Report` in, bytes out."""
