"""The parts of the first page: three tiles, all regions on a map with the answer in words, and what is new."""
