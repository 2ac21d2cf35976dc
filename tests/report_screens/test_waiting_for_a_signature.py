"""Who has to sign a report is told so."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.report_screens.test_board_report import start
from tests.report_screens.test_issuing import sign

PLAN = "/plans/harlmere"
SignedIn = Callable[[str], FlaskClient]


@pytest.mark.usefixtures("world")
def test_the_dashboard_tells_a_director_which_report_waits_for_a_signature(signed_in: SignedIn) -> None:
    draft = start(signed_in("lead"))
    waits = "</a> waits for a director’s signature"
    page = signed_in("director").get(f"{PLAN}/dashboard").get_data(as_text=True)
    assert f'href="{draft}">Board report for the Improvement board' in page
    assert waits in page
    assert waits not in signed_in("owner").get(f"{PLAN}/dashboard").get_data(as_text=True)
    sign(signed_in, draft)
    assert waits not in signed_in("director").get(f"{PLAN}/dashboard").get_data(as_text=True)
