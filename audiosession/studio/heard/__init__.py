"""Built classes heard again: measured against their sessions, and listened to for their words."""
