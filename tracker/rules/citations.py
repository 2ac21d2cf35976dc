"""Citations that people write into texts: `[E12]` or `[E12, E14]` for evidence, `{m:CPP}` for a measure."""

import re
from collections.abc import Container, Mapping

# Nine digits are more than any plan will have, and fit every database.
EVIDENCE = re.compile(r"\[(E\d{1,9}(?:\s*(?:,|;|and|&)\s*E\d{1,9})*)\]", re.IGNORECASE)
MEASURE = re.compile(r"\{m:\s*([\w-]{1,20})\s*\}", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_WITH_SPACE = re.compile(r"[ \t]*" + EVIDENCE.pattern, re.IGNORECASE)
UNKNOWN_MEASURE = "(no such measure)"


def numbers_in(citation: str) -> tuple[int, ...]:
    """Return the numbers of evidence that one citation names, in its order."""
    return tuple(int(number) for number in _NUMBER.findall(citation))


def evidence_cited(text: str) -> tuple[int, ...]:
    """Return the numbers of all evidence that a text cites, each once, in its order."""
    found = (number for cited in EVIDENCE.finditer(text) for number in numbers_in(cited[1]))
    return tuple(dict.fromkeys(found))


def measures_cited(text: str) -> tuple[str, ...]:
    """Return the codes of all measures that a text cites, each once, in capitals."""
    return tuple(dict.fromkeys(found[1].upper() for found in MEASURE.finditer(text)))


def keep_citations(text: str, known: Container[int]) -> str:
    """Return the text with only those citations whose evidence is known; of the others nothing is left."""

    def kept(found: re.Match[str]) -> str:
        numbers = [number for number in numbers_in(found[1]) if number in known]
        if not numbers:
            return ""
        space = found[0][: found[0].index("[")]
        return f"{space}[{', '.join(f'E{number}' for number in numbers)}]"

    return _WITH_SPACE.sub(kept, text)


def without_citations(text: str) -> str:
    """Return the text without any citation of evidence, for excerpts."""
    return keep_citations(text, ())


def fill_measures(text: str, words: Mapping[str, str]) -> str:
    """Return the text with what `words` say of each measure, by its code in capitals."""
    return MEASURE.sub(lambda found: words.get(found[1].upper(), UNKNOWN_MEASURE), text)
