"""Who is mentioned in a comment: “@Asha Patel”, or “@Asha” where only one reader is called that."""

from collections import Counter
from collections.abc import Mapping


def mentioned(text: str, names: Mapping[int, str]) -> list[int]:
    """Return the keys of the names that stand behind an @ in the text, in the order they are first mentioned.

    Capitals do not count. Of several names that fit, the longest is meant; one that goes on with further
    letters (“@Ashanti” for Asha) does not fit, and an @ inside a word, as in an address, mentions nobody.
    """
    folded = text.casefold()
    known = _spellings(names)
    found: list[int] = []
    for place, sign in enumerate(folded):
        if sign != "@" or (place and folded[place - 1].isalnum()):
            continue
        rest = folded[place + 1 :]
        fitting = [name for name in known if rest.startswith(name) and not rest[len(name) :][:1].isalnum()]
        if fitting and known[max(fitting, key=len)] not in found:
            found.append(known[max(fitting, key=len)])
    return found


def _spellings(names: Mapping[int, str]) -> dict[str, int]:
    """Return each full name and each first name that only one person has."""
    full = Counter(name.casefold() for name in names.values())
    first = Counter(name.casefold().split()[0] for name in names.values() if name.split())
    spellings: dict[str, int] = {}
    for key, name in names.items():
        folded = name.casefold()
        if not folded.split():
            continue
        if first[folded.split()[0]] == 1:
            spellings[folded.split()[0]] = key
        if full[folded] == 1:
            spellings[folded] = key
    return spellings
