"""Answers to questions of readers.

Each file reads figures through the one door and works them out with the families.
"""
