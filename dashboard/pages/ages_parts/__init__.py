"""The parts of the page about ages: what is asked, the answer, the comparisons, the positions, what is lacking."""
