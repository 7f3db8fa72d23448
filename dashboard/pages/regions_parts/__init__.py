"""The parts of the page that compares regions: what is asked and read, its four views, and the peers."""
