"""Citations in the texts of a report: numbered notes, in plain texts and in Markdown."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.pages import check_page
from tracker.reports.editions import for_edition
from tracker.reports.facts import Commentary, GlossaryEntry, Measure, Reading, Section
from tracker.reports.html import report_html
from tracker.reports.measuring import citation
from tracker.reports.prose import markdown_pieces, pieces
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Direction, Edition


def measure(*readings: tuple[date, int]) -> Measure:
    found = tuple(Reading(on, Decimal(value)) for on, value in readings)
    return Measure("On plans", Direction.NEITHER, code="CPP", readings=found)


def written(snapshot: Snapshot, text: str, **changes: object) -> Snapshot:
    words = Commentary("review", text)
    return for_edition(replace(snapshot, commentaries=(words,), **changes))  # type: ignore[arg-type]


def test_a_citation_in_commentary_becomes_a_numbered_note(snapshot: Snapshot) -> None:
    number = snapshot.evidence[0].number
    page = report_html(written(snapshot, f"More are seen **in time** [E{number}], we think [E{number}]."))
    check_page(page)
    part = page[page.index('id="review"') :].split('id="from"')[0]
    assert f"[E{number}]" not in part
    assert part.count('class="fn"') == 1, "noted once"
    assert part.count('class="again"') == 1, "and referred to again"
    assert f"E{number} in appendix B." in part
    assert re.search(r'class="cite">think<span class="again">', part), "the number stays beside its word"


def test_a_citation_in_an_owners_words_is_noted_once(snapshot: Snapshot) -> None:
    action = next(one for one in snapshot.actions if one.evidence and one.update)
    assert action.update
    number = action.evidence[0]
    update = replace(action.update, done=f"We did it [E{number}].")
    actions = tuple(replace(one, update=update) if one is action else one for one in snapshot.actions)
    page = report_html(for_edition(replace(snapshot, actions=actions)))
    check_page(page)
    told = page[page.index("We did ") :][:900]
    assert f"[E{number}]" not in told
    assert told.split("</p>")[0].count(f"E{number} in appendix B.") == 1


def test_a_citation_of_what_the_report_does_not_hold_prints_nothing(snapshot: Snapshot) -> None:
    page = report_html(written(snapshot, "It is so [E9999]."))
    assert "It is so." in page
    assert "9999" not in page


def test_members_evidence_is_cited_without_saying_what_it_is(snapshot: Snapshot) -> None:
    first = snapshot.evidence[0]
    held = replace(first, title="", shows="", where="", withheld=True)
    evidence = (held, *snapshot.evidence[1:])
    page = report_html(written(snapshot, f"It is so [E{first.number}].", evidence=evidence))
    part = page[page.index('id="review"') :].split('id="from"')[0]
    assert "Evidence available to members on request." in part
    assert first.title not in part


def test_passages_are_in_their_own_edition_only(snapshot: Snapshot) -> None:
    text = "Seen.\n\n:::members\nThe trust has not paid.\n:::\n\n:::officers\nNobody knows.\n:::"
    public = report_html(written(snapshot, text))
    assert "has not paid" not in public
    members = report_html(written(snapshot, text, edition=Edition.MEMBERS))
    assert "[Members only: The trust has not paid.]" in members
    assert "Nobody knows" not in public + members


def test_a_measure_is_filled_in_from_its_readings(snapshot: Snapshot) -> None:
    found = written(
        snapshot, "Plans: {m:CPP}.", measures=(measure((date(2026, 10, 31), 488), (date(2026, 11, 30), 453)),)
    )
    assert "Plans: 453, down from 488 in October." in report_html(found)


def test_what_stands_for_a_measure() -> None:
    october, november = date(2026, 10, 31), date(2026, 11, 30)
    assert citation(measure()) == "no reading yet"
    assert citation(measure((october, 488))) == "488"
    assert citation(measure((october, 488), (november, 488))) == "488, the same as in October"
    assert (
        citation(measure((date(2025, 11, 30), 400), (november, 453))) == "453, up from 400 in November 2025"
    )


def test_a_citation_in_code_or_in_a_links_address_is_none() -> None:
    assert [one.numbers for one in markdown_pieces("`[E1]` [x](https://example.org/[E1])")] == [()]
    assert [one.numbers for one in markdown_pieces("- a [E1]\n- b [E2, E3]")] == [(1,), (2, 3), ()]


def test_a_plain_text_is_escaped_around_its_citations() -> None:
    first, rest = pieces("<b>5 & 6 [E1]</b>")
    assert f"{first.head}{first.last}" == "&lt;b&gt;5 &amp; 6"
    assert rest.head == "&lt;/b&gt;"


def test_the_outline_and_glossary_of_the_value_are_printed(snapshot: Snapshot) -> None:
    outline = (
        Section("plan"),
        Section("own-1", priorities=(1,), services=(), measures=()),
        Section("journey", is_printed=False),
    )
    words = (Commentary("own-1", "", heading="Our workforce", introduction="Two IHA posts are vacant."),)
    made = replace(
        snapshot, outline=outline, commentaries=words, glossary=(GlossaryEntry("IHA", "A health check"),)
    )
    page = report_html(made)
    check_page(page)
    assert "The child’s journey" not in page
    assert page.index('id="plan"') < page.index('id="own-1"')
    assert "Our workforce" in page
    assert "posts are vacant." in page
    assert "A health check" in page
    assert "To look at the evidence as somebody who has no part" not in page
    assert 'id="glossary"' not in report_html(replace(made, commentaries=())), "a glossary without a word"
    assert Snapshot.from_json(made.to_json()) == made
