"""The parts of the page on expected against observed: what is asked and read, the comparison, and its parts."""
