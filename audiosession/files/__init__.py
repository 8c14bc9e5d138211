"""Bytes kept whole or not at all: the writer of files, the lock, the digest, the blob store."""
