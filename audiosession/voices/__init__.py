"""The edge that speaks: engines, and the cache of takes."""
