"""The calendar of a show: an iCalendar file of its classes a day, made from what the feed tells."""
