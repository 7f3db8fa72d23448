"""The parts of the national page: what is read, target paths, the matrix, regional target figures, signals."""
