"""The one door for every face: each verb once."""
