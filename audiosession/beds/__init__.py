"""Music that loops without a seam, and sounds that are heard once."""
