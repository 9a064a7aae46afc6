"""The post-incident review: what happened, why, and what was learned."""
