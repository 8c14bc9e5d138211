"""A class a day: what holds on a date, the class that follows from it, and how it is built and published."""
