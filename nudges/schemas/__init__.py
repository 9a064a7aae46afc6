"""What people may say about their reminders."""
