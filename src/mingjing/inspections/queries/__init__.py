"""What the organ, the public and the officers ask about plans and draws."""

from mingjing.inspections.queries.files import draw_file, redraw_script
from mingjing.inspections.queries.plans import (
    avoidances,
    draw_of,
    draws_named,
    freezes,
    my_drawn,
    officers,
    parties,
    places,
    plan,
    plan_counts,
    plan_of_visit,
    plans,
    pool_counts,
    public_plan,
    public_plans,
    substitutions,
    undrawn,
)

__all__ = [
    "avoidances",
    "draw_file",
    "draw_of",
    "draws_named",
    "freezes",
    "my_drawn",
    "officers",
    "parties",
    "places",
    "plan",
    "plan_counts",
    "plan_of_visit",
    "plans",
    "pool_counts",
    "public_plan",
    "public_plans",
    "redraw_script",
    "substitutions",
    "undrawn",
]
