"""The parts of the page on how the country is divided: one region, all regions, a group of one's own, what changed."""
