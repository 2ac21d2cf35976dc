"""Why an action stands where it does, and what that means for children, as far as anybody has said.

An owner's newest words may say only that nothing has changed: then those before them count, with their day.
Pure functions on the value.
"""

import re

from tracker.reports.facts import Action
from tracker.reports.findings import other_reasons, rec_title
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import brief, short_date, stop
from tracker.rules.answers import holds_news
from tracker.rules.ladders import Delivery

NO_REASON = "Its owner has given no reason."
NOT_HERE = "No reason is given in this edition."
_TROUBLE = (Delivery.OFF_TRACK, Delivery.AT_RISK)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_DAY = re.compile(r"On \d{1,2}\s[A-Z][a-z]{2}\s\d{4}: ")  # before words that are not the newest
# Words of sentences that tell what stands in the way.
_HINDERS = re.compile(
    r"\b(?:late|later|delay\w*|miss(?:ed|ing)|lost|fail\w*|fell|fallen|short of|slow\w*|slipp\w*|stuck|ill|"
    r"leave|vacan\w*|declin\w*|refus\w*|wait(?:s|ing)?|until|unless|because|depends?|cannot|could not|"
    r"nobody|none|not (?:yet|enough|sure|going|able)|do(?:es)? not|did not|without|only|but)\b",
    re.IGNORECASE,
)


def owners_words(action: Action) -> str:
    """Return what the owner last said that says anything, with its day where something empty came after."""
    if action.update and holds_news(action.update.done):
        return action.update.done.strip()
    if (told := action.explained) and holds_news(told.done):  # an edition may have left out all of it
        return f"On {short_date(told.on)}: {stop(told.done)} Nothing new since."
    return ""


def no_reason(action: Action) -> str:
    """Return that there is no reason, or none in this edition, which may have left out all that was said."""
    said = [one for one in (action.update, action.explained) if one]
    return NO_REASON if all(one.done.strip() for one in said) else NOT_HERE


def because(action: Action) -> str:
    """Return why the record shows less than the owner says."""
    if action.record != action.declared:
        return other_reasons(action) or "It is late."
    return " ".join(stop(reason) for reason in action.impact_reasons) or "See the key."


def reason(action: Action) -> str:
    """Return why an action stands where it does.

    Where it is late, or its owner says that it is in trouble, the owner has the word, then the reason for
    which its date was moved last. Where the record alone says so, it is the record's reasons, with the
    owner's for a better rating. Where nobody gave a reason, that is what it says.
    """
    if not action.days_late and action.declared not in _TROUBLE and action.is_flattering:
        kept = f" Its owner says: {stop(action.keep_reason)}" if action.keep_reason else ""
        return f"{because(action)}{kept}"
    if said := owners_words(action):
        return said
    if moved := [one.reason for one in action.moves if one.old is not None and holds_news(one.reason)]:
        return f"{no_reason(action)} Its date was moved last because: {stop(moved[-1])}"
    if not action.days_late and (found := other_reasons(action)):
        return found
    return no_reason(action)


def short_reason(action: Action, limit: int) -> str:
    """Return the reason in about so many characters: from its beginning, or from where it explains."""
    return explaining(reason(action), limit)


def explaining(text: str, limit: int) -> str:
    """Return the text in about so many characters, from the first sentence that tells what stands in the way.

    A text that fits is whole, and one is cut from its beginning where that explains already. The day of older
    words stays with them.
    """
    start, whole = brief(text, limit), brief(text, len(text))
    if len(start) >= len(whole) or _HINDERS.search(start):
        return start
    day = found[0] if (found := _DAY.match(whole)) else ""
    sentences = _SENTENCE.split(whole)
    for place, sentence in enumerate(sentences[1:], 1):
        if _HINDERS.search(sentence):
            return f"{day}… {brief(' '.join(sentences[place:]), limit - 2 - len(day))}"
    return start


def implication(action: Action, snapshot: Snapshot) -> str:
    """Return what it means for children, as far as anybody has said.

    The owner's words on the difference made; or else how we would know, which has not been shown yet; or else
    what inspectors asked for, which is still to be met.
    """
    if action.update and holds_news(action.update.difference):
        return action.update.difference
    if action.how_we_will_know.strip():
        return f"Not shown yet: {stop(action.how_we_will_know)}"
    asked = [snapshot.recommendation_by_number.get(one) for one in action.recommendations]
    if titles := [rec_title(one) for one in asked if one]:
        return f"Not met yet: {stop(titles[0])}"
    return "Nobody has said what it means for children."
