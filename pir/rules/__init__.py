"""Rules of the review: pure functions over plain facts."""
