"""One package a report: a snapshot document in, a `exports.model.Report` out."""
