"""What the studio answers, subject by subject: each route asks the door and tells what it says."""
