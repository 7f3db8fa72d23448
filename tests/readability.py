"""How hard a Dutch text is to read: Flesch's formula as Douma (1960) fitted it to Dutch, and lengths of sentences."""

import re

# Letters that make one sound, longest first; each group of vowels is one syllable.
VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def sentences(text: str) -> list[list[str]]:
    """The sentences of a text as lists of words; parts to fill in count as one word."""
    plain = re.sub(r"\{\w+\}", "deel", text)
    return [words for part in SENTENCE.split(plain) if (words := WORD.findall(part))]


def syllables(word: str) -> int:
    """The syllables of a word, by its groups of vowels; at least one."""
    return max(1, len(VOWELS.findall(word)))


def flesch_douma(text: str) -> float:
    """206.84 - 0.93 * words per sentence - 77 * syllables per word: higher is easier, 60 to 70 is standard."""
    found = sentences(text)
    words = [word for sentence in found for word in sentence]
    if not words:
        raise ValueError("A text without words has no readability.")
    return 206.84 - 0.93 * len(words) / len(found) - 77 * sum(map(syllables, words)) / len(words)
