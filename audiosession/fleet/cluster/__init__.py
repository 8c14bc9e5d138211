"""A catalogue built by many machines: its tasks on a cluster of Dask, which hands them out, again where need be."""
