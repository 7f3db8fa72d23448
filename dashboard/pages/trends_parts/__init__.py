"""The parts of the page with development over the years: what is asked and read, lines, target path, all regions."""
