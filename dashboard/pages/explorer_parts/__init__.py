"""The parts of the page that makes a table of any figures: question, controls, grid, and code to copy."""
