"""Music that loops without a seam."""
