"""Where a show is put: a folder, a bucket, a server on this machine."""
