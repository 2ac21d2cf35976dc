"""Measures: adding, changing and removing them, the list, and a measure's page with its chart."""

from decimal import Decimal
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.measures.sending import LIST, NEW, ONE, SignIn, changes, filled, make_measure, measures, page
from tests.queries import counted_queries
from tests.world import World, add_measure
from tracker.database import db
from tracker.models import Action, Plan, StandingRow
from tracker.rules.ladders import Delivery, Direction


def test_a_lead_adds_a_measure_with_numbers_as_people_write_them(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    assert "No measures yet" in page(lead.get(LIST))
    answer = lead.post(NEW, data=filled(), follow_redirects=True)
    assert "Discussions held in time is saved" in page(answer)
    (measure,) = measures(app)
    assert (measure.code, measure.unit, measure.direction) == ("SDT", "%", Direction.HIGHER)
    assert (measure.baseline, measure.target) == (Decimal(58), Decimal(95))
    assert measure.england is None
    assert [one.number for one in measure.recommendations] == [1]
    assert changes(app)[-1].what == "Measure SDT added: Discussions held in time"
    assert "Measure SDT added" in page(lead.get(LIST.replace("measures", "history")))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Enter the name"),
        ({"code": ""}, "Enter the code"),
        ({"code": "in time"}, "The code must be letters, figures and hyphens, like SDT"),
        ({"code": "X" * 21}, "Code must be 20 characters or fewer"),
        ({"direction": ""}, "Choose which way is better"),
        ({"direction": "sideways"}, "Not a valid choice"),
        ({"target": "most"}, "Target must be a number, like 12.5 or 1,234, not “most”"),
        ({"unit": "weeks"}, "Baseline must be in weeks, not per cent"),
        ({"england": "1" * 12}, "England must have fewer than 12 digits"),
        ({"amber": "96"}, "The amber threshold must not be higher than the target, as higher is better"),
        ({"red": "90"}, "The red threshold must be lower than the amber threshold, as higher is better"),
        ({"direction": "lower"}, "The amber threshold must not be lower than the target, as lower is better"),
        ({"direction": "neither"}, "Leave the amber threshold empty, or say which way is better"),
        ({"service": "99"}, "Not a valid choice"),
        ({"recommendations": ["99"]}, "is not a valid choice"),
    ],
)
def test_what_is_wrong_with_a_measure_is_said_beside_what_was_typed(
    app: Flask, signed_in: SignIn, wrong: dict[str, str], words: str
) -> None:
    answer = signed_in("lead").post(NEW, data=filled(**wrong))
    assert answer.status_code == 200
    shown = unescape(page(answer))
    assert "There is a problem" in shown
    assert words in shown
    assert measures(app) == []
    assert "Discussions held in time" in shown or "name" in wrong


def test_two_measures_cannot_share_a_code(app: Flask, world: World, signed_in: SignIn) -> None:
    make_measure(app, world)
    answer = signed_in("lead").post(NEW, data=filled(code="Sdt"))
    assert "The plan has a measure SDT already" in page(answer)
    assert len(measures(app)) == 1


def test_a_measure_is_changed_and_the_history_says_what(app: Flask, world: World, signed_in: SignIn) -> None:
    make_measure(app, world, 58, target=Decimal(95))
    lead = signed_in("lead")
    form = page(lead.get(f"{ONE}/edit"))
    assert 'value="95"' in form
    lead.post(f"{ONE}/edit", data=filled(target="96", recommendations=[], amber="", red="", neighbours=""))
    (measure,) = measures(app)
    assert measure.target == 96
    told = {one["field"]: (one["before"], one["after"]) for one in changes(app)[-1].details}
    assert told == {
        "Baseline": ("", "58"),
        "Target": ("95", "96"),
        "Service": ("", "First response"),
        "Recommendations": ("1", ""),
    }
    before = len(changes(app))
    same = filled(target="96", recommendations=[], amber="", red="", neighbours="", version="2")
    assert lead.post(f"{ONE}/edit", data=same).status_code == 302
    assert len(changes(app)) == before


def test_the_second_of_two_people_is_told_and_keeps_what_they_typed(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    make_measure(app, world)
    lead = signed_in("lead")
    lead.post(f"{ONE}/edit", data=filled(name="From the first"))
    answer = lead.post(f"{ONE}/edit", data=filled(name="From the second"))
    assert "Somebody else changed this measure while you were writing" in page(answer)
    assert "From the second" in page(answer)
    assert measures(app)[0].name == "From the first"
    assert 'name="version" type="hidden" value="2"' in page(answer)
    lead.post(f"{ONE}/edit", data=filled(name="From the second", version="2"))
    assert measures(app)[0].name == "From the second"


def test_only_a_measure_without_readings_is_removed(app: Flask, world: World, signed_in: SignIn) -> None:
    make_measure(app, world, 58)
    lead = signed_in("lead")
    assert "Remove SDT" not in page(lead.get(ONE))
    answer = lead.post(f"{ONE}/remove", follow_redirects=True)
    assert "A measure with readings stays. Delete its readings first" in page(answer)
    lead.post(f"{ONE}/readings/1/delete", data={"reason": "Typed twice"})
    assert "Remove SDT" in page(lead.get(ONE))
    answer = lead.post(f"{ONE}/remove", follow_redirects=True)
    assert "Discussions held in time is removed" in page(answer)
    assert measures(app) == []
    assert lead.get(ONE).status_code == 404


def test_a_measure_of_another_plan_does_not_exist(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        add_measure(db.session.get_one(Plan, world.other_plan), 58)
        db.session.commit()
    lead = signed_in("lead")
    for address in (ONE, f"{ONE}/edit", f"{ONE}/readings/new", f"{ONE}/readings/paste"):
        assert lead.get(address).status_code == 404
    assert lead.post(f"{ONE}/remove").status_code == 404


@pytest.mark.parametrize(
    ("direction", "values", "words"),
    [
        (Direction.HIGHER, (58, 61), "↑ Better"),
        (Direction.HIGHER, (61, 58), "↓ Worse"),
        (Direction.LOWER, (58, 61), "↑ Worse"),
        (Direction.LOWER, (61, 58), "↓ Better"),
        (Direction.NEITHER, (61, 58), "↓ Down"),
        (Direction.HIGHER, (61, 61), "No change"),
        (Direction.HIGHER, (61,), "First reading"),
        (Direction.HIGHER, (), "None yet"),
    ],
)
def test_the_list_says_which_way_a_number_went_and_whether_that_is_good(
    app: Flask, world: World, signed_in: SignIn, direction: Direction, values: tuple[int, ...], words: str
) -> None:
    make_measure(app, world, *values, direction=direction, target=Decimal(95))
    assert f">{words}<" in page(signed_in("owner").get(LIST))


def test_the_list_says_where_the_newest_reading_stands(app: Flask, world: World, signed_in: SignIn) -> None:
    make_measure(app, world, 70, 85, target=Decimal(95), amber=Decimal(90), red=Decimal(80))
    assert "Worse than the amber threshold, 90%" in page(signed_in("owner").get(LIST))


def test_a_measures_page_shows_the_chart_of_the_report_with_its_words(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    make_measure(app, world, 58, 61, 81, target=Decimal(95), neighbours=Decimal(84), england=Decimal(82))
    shown = page(signed_in("contributor").get(ONE))
    assert shown.count('role="img"') == 2
    assert "stroke-dasharray" in shown
    for words in ("Target 95%", "Similar councils 84%", "England 82%", "<title>", "<desc>A line through"):
        assert words in shown
    assert "81% in" in shown
    assert "up from 58%" in shown
    assert "Add a reading" not in shown
    assert "Delete" not in shown


def test_hostile_names_are_shown_as_they_were_typed(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(NEW, data=filled(name="<script>alert(1)</script>", unit="<i>", baseline="", target="95"))
    for month in ("2", "3"):
        lead.post(f"{ONE}/readings/new", data={"on": ["1", month, "2025"], "value": month, "note": "<i>"})
    for address in (LIST, ONE):
        shown = page(lead.get(address))
        assert "<script>alert" not in shown
        assert "<i>" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_what_a_measure_says_reaches_its_actions(app: Flask, world: World, signed_in: SignIn) -> None:
    make_measure(app, world, 61, 58)
    lead = signed_in("lead")

    def record() -> Delivery:
        with app.app_context():
            return db.session.scalars(
                sa.select(StandingRow.record_delivery).join(Action, Action.id == StandingRow.action_id)
            ).one()

    lead.post(f"{ONE}/edit", data=filled(version="1", direction="lower", amber="", red="", target=""))
    assert record() is Delivery.ON_TRACK
    lead.post(f"{ONE}/edit", data=filled(version="2"))
    assert record() is Delivery.AT_RISK
    lead.post(f"{ONE}/edit", data=filled(version="3", recommendations=[]))
    assert record() is Delivery.ON_TRACK


def test_one_measure_and_fifty_cost_the_same_queries(app: Flask, world: World, signed_in: SignIn) -> None:
    make_measure(app, world, 58, 61)
    owner = signed_in("owner")
    owner.get(LIST)
    with counted_queries(app) as one:
        owner.get(LIST)
    with counted_queries(app) as small:
        owner.get(ONE)
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        for number in range(49):
            add_measure(plan, 58, 61, 70, code=f"M{number}")
        add_measure(plan, *range(60), code="LONG")
        db.session.commit()
    with counted_queries(app) as fifty:
        owner.get(LIST)
    with counted_queries(app) as long:
        owner.get(f"{LIST}/51")
    assert len(fifty) == len(one)
    assert len(long) == len(small)
