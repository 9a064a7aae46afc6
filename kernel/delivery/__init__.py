"""Delivery: claims what waits in the outbox, hands it to a channel, and writes down what came of it."""
