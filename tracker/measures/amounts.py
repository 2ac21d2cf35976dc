"""Numbers as people type and paste them."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

# As much as the database keeps: see tracker.models.measures.Amount.
_PLACES, _MOST = Decimal("0.001"), Decimal(10) ** 11
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[ ,]\d{3})+|\d+)?(?:\.\d+)?", re.ASCII)
_PER_CENT = re.compile(r"\s*(?:%|per ?cent)$", re.IGNORECASE)


def read_amount(written: str, unit: str = "") -> Decimal:
    """Return the number, with at most three decimals. "81%", "1,234", "1 234" and "£12.50" are understood.

    The measure's unit may stand behind it. Raises ValueError with words that follow a field's name or a line.
    """
    text = " ".join(unicodedata.normalize("NFKC", written).replace("\N{MINUS SIGN}", "-").split())
    shown = f"“{text if len(text) <= 30 else text[:30] + '…'}”"
    text, percent_signs = _PER_CENT.subn("", text)
    if percent_signs and unit not in ("", "%"):
        raise ValueError(f"must be in {unit}, not per cent")
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: -len(unit)]
    text = re.sub(r"^([+-]?) ?£ ?", r"\1", text.strip())
    if not _NUMBER.fullmatch(text) or not re.search(r"\d", text):
        raise ValueError(f"must be a number, like 12.5 or 1,234, not {shown}")
    value = Decimal(re.sub(r"[ ,]", "", text))
    if abs(value) >= _MOST:
        raise ValueError(f"must have fewer than 12 digits before the point, not {shown}")
    # Adding nothing makes −0 plain 0.
    return value.quantize(_PLACES, ROUND_HALF_UP) + 0
