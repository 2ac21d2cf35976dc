"""Hints for writing in plain English: short forms nobody spelt out, long sentences, vague words.

They never block. A sentence is long with more than 25 words, the most that the Government's style guide
allows (GOV.UK, "Content design: writing for GOV.UK").
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.rules.citations import EVIDENCE, MEASURE

MOST_WORDS = 25
# Everybody knows these better than what they stand for.
_WELL_KNOWN = frozenset({"AM", "BBC", "GCSE", "GP", "ID", "IT", "NHS", "OK", "PDF", "PM", "TV", "UK", "US"})
_SHORT_FORM = re.compile(r"(?<![\w&/-])[A-Z][A-Z0-9&]{0,7}[A-Z](?:s(?![\w-]))?(?![\w-])")
_ROMAN = re.compile(r"[IVX]+")
_SPELT_OUT = re.compile(r"((?:[\w’'-]+[ -]+){1,7})\(([A-Z][A-Z&]{1,7})s?\)")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”’\"')\]]*\s+|\n+")
_LINK = re.compile(r"\]\([^)\s]*\)|https?://\S+")
_VAGUE: tuple[tuple[str, str], ...] = (
    (
        r"(?<!case )(?<!peer )(?<!annual )(?<!practice )(?<!protection )(?<!independent )"
        r"review(?:s|ed|ing)?(?! (?:conferences?|officers?|of the period))",
        "say what will change, and by when",
    ),
    (r"consider(?:s|ed|ing)?|give consideration to", "say what you decided, or who decides and when"),
    (r"explor(?:e|es|ed|ing)|look(?:s|ed|ing)? (?:at|into)", "say what you want to find out, and by when"),
    (r"robust(?:ly)?|holistic(?:ally)?|effective(?:ly)?", "say what makes it so, or leave it out"),
    (r"strengthen(?:s|ed|ing)?|enhance[sd]?|enhancing", "say what will be different"),
    (r"work(?:s|ed|ing)? towards?|continu(?:e|es|ed|ing) to", "say what will be done, and by when"),
    (r"where (?:possible|appropriate|necessary)|as appropriate|as required", "say when, and when not"),
    (r"as soon as possible|in due course|shortly|going forward|ongoing", "give a date"),
    (r"a number of|various|several|significant(?:ly)?|considerabl[ey]|substantial(?:ly)?", "give the number"),
    (r"regular(?:ly)?|timely|in a timely (?:manner|way)", "say how often, or within how many days"),
    (r"leverag(?:e|es|ed|ing)|facilitat(?:e|es|ed|ing)|driv(?:e|es|ing) forward", "use an everyday word"),
)
_VAGUE_WORDS = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), advice) for words, advice in _VAGUE)


class HintKind(StrEnum):
    """What a hint is about."""

    SHORT_FORM = "short form"
    LONG_SENTENCE = "long sentence"
    VAGUE = "vague"


@dataclass(frozen=True)
class Hint:
    """One thing to look at: the words it is about, and what to do, in a sentence without full stop.

    `meaning` is what a short form stands for, where the text or `meanings` said so.
    """

    kind: HintKind
    words: str
    advice: str
    meaning: str = ""


def hints(text: str, glossary: Collection[str], meanings: Mapping[str, str]) -> list[Hint]:
    """Return what to look at in a text, each thing once, in the order of kinds.

    `glossary` are the short forms that the plan explains, `meanings` what others usually stand for.
    """
    plain = _without_marks(text)
    return [*_short_forms(plain, glossary, meanings), *_long_sentences(plain), *_vague(plain)]


def explained(text: str, glossary: Mapping[str, str]) -> dict[str, str]:
    """Return the short forms of a text that the glossary explains, with what it says."""
    known = {term.casefold(): (term, meaning) for term, meaning in glossary.items()}
    shorts = (match[0].removesuffix("s") for match in _SHORT_FORM.finditer(_without_marks(text)))
    return dict(known[short.casefold()] for short in shorts if short.casefold() in known)


def spelt_out(text: str) -> dict[str, str]:
    """Return the short forms that a text spells out itself: "initial health assessment (IHA)"."""
    found: dict[str, str] = {}
    for match in _SPELT_OUT.finditer(text):
        letters = match[2].replace("&", "")
        words = list(re.finditer(r"[\w’']+", match[1]))
        # Small words may have no letter of their own: "duty of care (DC)".
        for count in range(len(letters), len(words) + 1):
            initials = "".join(word[0][0] for word in words[-count:]).upper()
            if initials[0] == letters[0] and _is_within(letters, initials):
                found.setdefault(match[2], match[1][words[-count].start() :].strip())
                break
    return found


def _without_marks(text: str) -> str:
    return _LINK.sub("]", MEASURE.sub("", EVIDENCE.sub("", text)))


def _is_within(letters: str, initials: str) -> bool:
    rest = iter(initials)
    return all(letter in rest for letter in letters)


def _short_forms(text: str, glossary: Collection[str], meanings: Mapping[str, str]) -> list[Hint]:
    known = {term.casefold() for term in glossary}
    own = spelt_out(text)
    found: dict[str, Hint] = {}
    for match in _SHORT_FORM.finditer(text):
        short = match[0].removesuffix("s") if match[0][-1] == "s" else match[0]
        if short in _WELL_KNOWN or _ROMAN.fullmatch(short) or short.casefold() in known or short in found:
            continue
        meaning = own.get(short) or meanings.get(short, "")
        advice = (
            f"not in the glossary yet: it usually means “{meaning}”"
            if meaning
            else "write it out, or explain it in the glossary"
        )
        found[short] = Hint(HintKind.SHORT_FORM, short, advice, meaning)
    return list(found.values())


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each on one line. Points of a list and headings count as sentences."""
    parts = (re.sub(r"^\s*(?:[-*•#>]+|\d+[.)])\s+", "", part) for part in _SENTENCE_END.split(text))
    return [" ".join(part.split()) for part in parts if part and part.strip()]


def _long_sentences(text: str) -> list[Hint]:
    found = []
    for sentence in sentences(_unwrapped(text)):
        count = len(re.findall(r"\w[\w’'-]*", sentence))
        if count > MOST_WORDS:
            start = " ".join(sentence.split()[:6])
            advice = f"{count} words: sentences of {MOST_WORDS} words at most are easier to read"
            found.append(Hint(HintKind.LONG_SENTENCE, f"{start} …", advice))
    return found


def _unwrapped(text: str) -> str:
    """Return the text with lines that only wrap a paragraph joined."""
    return re.sub(r"(?<=[^\s.!?:])\n(?=[^\s\-*•#>\d])", " ", text)


def _vague(text: str) -> list[Hint]:
    found: dict[str, tuple[int, Hint]] = {}
    for pattern, advice in _VAGUE_WORDS:
        for match in pattern.finditer(text):
            word = match[0].lower()
            if word not in found:
                found[word] = (match.start(), Hint(HintKind.VAGUE, _around(text, match), advice))
    return [hint for _, hint in sorted(found.values(), key=lambda one: one[0])]


def _around(text: str, match: re.Match[str]) -> str:
    """Return the word with up to two words on either side of it on its own line."""
    before = text[: match.start()].rsplit("\n", 1)[-1].split(" ")[-3:]
    after = text[match.end() :].split("\n", 1)[0].split(" ")[:3]
    return " ".join(f"{' '.join(before)}{match[0]}{' '.join(after)}".split()).strip(" .,;:–*#_>")
