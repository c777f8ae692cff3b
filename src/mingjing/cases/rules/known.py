"""What a form already knows: the fields' sources of the procedure table, asked in their order."""

from mingjing.cases.rules.wording import Told, drawn
from mingjing.cases.terms import ActSpec, CaseFacts, FieldSpec, Known, act_name

STANDING = {"matter": "执法事项", "party": "当事人登记", "organ": "本机关信息"}


def known(case: CaseFacts, spec: ActSpec, told: Told) -> dict[str, Known]:
    """Every field that has a source with a value, by name. Judgements have no source and stay empty."""
    found = {field.name: _first(case, field, told) for field in spec.fields}
    return {name: each for name, each in found.items() if each is not None}


def _first(case: CaseFacts, field: FieldSpec, told: Told) -> Known | None:
    for source in field.prefill:
        found = _ask(case, source, told)
        if found is not None and found.value not in (None, "", [], {}):
            return found
    return None


def _ask(case: CaseFacts, source: str, told: Told) -> Known | None:
    """One source: `handlers`, `me`, `today`, `case.…` (drawn), `matter.…`, `party.…`, `organ.…` or an act's field."""
    root, _, name = source.partition(".")
    if root == "handlers":
        return _handlers(case)
    if root == "me":
        return Known(dict(told.me), "本人") if told.me else None
    if root == "today":
        return Known(told.ctx.now.date().isoformat(), "今天")
    if root == "case":
        label, draw = drawn(name)
        return Known(draw(case, told), label)
    if root in STANDING:
        return Known(getattr(case.organ, name) if root == "organ" else getattr(case, root).get(name), STANDING[root])
    act = case.last(root)
    if act is not None:
        return Known(act.data.get(name), f"{case.procedure.acts[root].name} {act.on:%Y-%m-%d}")
    seen = next((each for each in reversed(case.origin) if each.code == root), None)
    return Known(seen.data.get(name), f"移送的检查：{act_name(root)} {seen.on:%Y-%m-%d}") if seen else None


def _handlers(case: CaseFacts) -> Known | None:
    """Who handles the case; before it is filed, those who inspected or were sent to."""
    if case.naming_handlers is not None:
        return Known(case.naming_handlers.data["handlers"], "承办人")
    sent = case.last("inspect", "approve_inspection")
    sent = sent or next((each for each in reversed(case.origin) if each.code == "inspect"), None)
    return Known(sent.data["officers"], "承办人") if sent else None
