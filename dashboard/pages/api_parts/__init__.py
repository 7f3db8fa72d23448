"""What the page about the API lists: addresses with their parameters, and examples to copy."""
