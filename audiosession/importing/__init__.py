"""An article becomes an exercise to edit: read by rules, worded anew, nothing invented. Pure."""
