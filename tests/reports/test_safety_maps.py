"""Signs of Safety maps in the report: four boxes in their order, the scale in words and drawn."""

from dataclasses import replace

from tracker.reports.html import report_html
from tracker.reports.outline import board_outline
from tracker.reports.snapshot import Snapshot


def test_a_priority_shows_its_map_in_four_boxes_in_their_order(html: str) -> None:
    shown = html[html.index('id="priority-1-map"') :]
    words = (
        "Written on 2 November 2026. We put ourselves at 6 on a scale from 0 (not safe) to 10 (no concern)",
        "Before that: 4 in March 2026.",
        "<h4>What is working well</h4><ul><li>Somebody reads every contact on the day</li>",
        "<h4>What we are worried about</h4><ul><li>Nobody is there to meet at weekends</li>",
        "Children’s &lt;own&gt; words are rare",
        "<h4>What needs to happen</h4><ul><li>Sign the weekend rota</li>",
        "<h4>How we will know</h4><p>Nothing written.</p>",
        "<title>Signs of Safety scale. We put ourselves at 6",
        ">Mar 26</text>",
        ">Now</text>",
    )
    places = [shown.index(told) for told in words]
    assert places == sorted(places)


def test_the_contents_name_the_map_of_a_priority_that_has_one(snapshot: Snapshot) -> None:
    named = [
        part.key for part in board_outline(snapshot) if ("Signs of Safety map" in dict(part.entries).values())
    ]
    assert named == ["priority-1"]


def test_without_a_map_nothing_is_said_of_one(snapshot: Snapshot) -> None:
    without = replace(
        snapshot, priorities=tuple(replace(one, safety_map=None) for one in snapshot.priorities)
    )
    assert "-map" not in report_html(without).split("</style>")[1]


def test_a_map_and_its_scale_are_kept_with_an_issued_report(snapshot: Snapshot) -> None:
    kept = Snapshot.from_json(snapshot.to_json())
    assert kept.priorities[0].safety_map == snapshot.priorities[0].safety_map
    older = snapshot.to_json().replace('"safety_map":null,', "")
    assert Snapshot.from_json(older) == snapshot
