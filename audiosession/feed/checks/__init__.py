"""Any feed read from outside, and held against the rules of directories and apps."""
