"""Language models behind an address, which draft what a person looks over: how they are asked."""
