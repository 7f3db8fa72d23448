"""The parts of the region page: what is read, the tiles, and part (a) of the effect report."""
