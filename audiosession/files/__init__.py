"""Bytes kept whole or not at all: writer, lock, digest, blob store; and bytes let in within bounds."""
