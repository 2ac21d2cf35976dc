"""The search page."""

from flask import g, render_template, request, url_for

from tracker.models import Plan
from tracker.permissions import Permission, requires
from tracker.plan.queries.filters import LONGEST_WORDS, read_page
from tracker.search import blueprint
from tracker.search.queries import MOST_WORDS, NAMES, search


@blueprint.get("/plans/<plan>/search")
@requires(Permission.READ_PLAN)
def search_plan(plan: Plan) -> str:
    """Search the plan's text for words; nothing is looked for until there are some."""
    asked = " ".join(request.args.get("q", "").replace("\x00", " ").split())
    kind = request.args.get("kind", "")
    kind = kind if kind in NAMES else ""
    page = read_page(request.args)
    words = asked[:LONGEST_WORDS].split()[:MOST_WORDS]
    found = search(plan, g.access, words, kind=kind, page=page) if words else []

    def address(of_kind: str, number: int) -> str:
        return url_for("search.search_plan", plan=plan.slug, q=asked, kind=of_kind, page=number)

    return render_template(
        "search/search_plan.html",
        title="Search the plan",
        plan=plan,
        q=" ".join(words),
        shortened=" ".join(words) != asked,
        kind=kind,
        found=found,
        anything=any(one.hits for one in found),
        address=address,
    )
