"""The parts of the page on durable work: what is asked and read, the shares, the types of work, and the ranking."""
