"""Answers that hold no news: who reads them learns nothing about why an action stands where it does."""

NOTHING_CHANGED = "Nothing has changed since"  # how an update begins that repeats the one before
# Words that go on after a date are somebody's own: "Nothing has changed since the supplier left, because…".
LONGEST_UNCHANGED = len(f"{NOTHING_CHANGED} 30 September 2026.")

# What people type where there is nothing to say, in small letters without the stop.
NO_NEWS = frozenset(
    {
        "", "-", "–", "n/a", "na", "nil", "none", "nothing", "tbc", "as above", "as before", "see above",
        "no change", "no changes", "no change since last month", "no change since last time", "no news",
        "no update", "no updates", "no progress", "nothing has changed", "nothing new", "nothing to add",
        "nothing to report", "same as before", "same as last month", "too early", "too early to say",
        "unchanged",
    }
)  # fmt: skip


def holds_news(text: str) -> bool:
    """Return whether an answer says anything: not that nothing has changed, and not nothing at all."""
    plain = " ".join(text.split())
    if plain.startswith(NOTHING_CHANGED):
        return len(plain) > LONGEST_UNCHANGED
    return plain.rstrip(" .!").lower() not in NO_NEWS
