"""The steps of a story that are not acts of the procedure: staff, parties, organs, publication, redo, holidays."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from mingjing.cases import operations, queries
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.parties import operations as register
from mingjing.parties.terms import PartyDraft
from mingjing.sites.journeys import publicity, registers, reviewing, shelves, staff, statutes
from mingjing.sites.journeys.recordings import film_act
from mingjing.sites.journeys.story import rules_of
from mingjing.sites.journeys.world import add_organ

if TYPE_CHECKING:
    from mingjing.sites.journeys.player import Player

Outcome = tuple[str, bool, str]
NAMES = {
    "organ": "登记机关", "people": "人员到岗", "party": "登记当事人", "certificate": "执法证件", "publish": "公开决定",
    "withdraw": "撤下公开", "redo": "重新立案", "load_calendar": "载入放假通知",
    "explain": "说明没有录像", "filmed": "登记音像", "dispute": "审核意见分歧", "dispute_route": "确定分歧处理方式",
    "material_list": "送审材料清单", "material": "提交送审材料",
    "law": "法律入库", "benchmark": "公布裁量基准", "weigh": "裁量查问", "guiding": "指导案例", "check_item": "公开检查事项",
}  # fmt: skip


def _asked(step: Mapping[str, Any], act: Callable[[], str], done: str) -> Outcome:
    """Do it; compare what refused it with what the story expects."""
    wanted = rules_of(step.get("refused"))
    expected = f"被 {'、'.join(sorted(wanted))} 拒绝" if wanted else done
    try:
        return act(), not wanted, expected
    except Refused as refused:
        return str(refused), bool(wanted) and wanted <= refused.rules, expected
    except Forbidden as refused:
        return str(refused), "ROLE-01" in wanted, expected
    except Invalid as refused:
        return str(refused), "FORM-01" in wanted, expected


def _organ(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    told = dict(step["organ"])
    key, team = str(told.pop("key")), dict(told.pop("team"))
    if "principal" in told:
        told["principal_id"] = player.world.organs[str(told.pop("principal"))]
    people = dict(told.pop("people"))

    def act() -> str:
        add_organ(player.world, key, told, at)
        staff.add_people(player.world, key, people, at)
        player.world.teams[key] = team
        shelves.plant(player.world, key, team["head"], at)
        return f"登记{told['name']}"

    return _asked(step, act, "登记成功")


def _people(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    return _asked(step, lambda: staff.add_people(player.world, player.home, dict(step["people"]), at), "到岗")


def _party(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    told = dict(step["party"])
    key = str(told.pop("key", "当事人"))

    def act() -> str:
        by = player.actor(player.team["handlers"][0], at)
        made = register.register(draft=PartyDraft(**told), by=by, at=at)
        player.world.parties[key] = made.id
        return f"登记{made.name}"

    return _asked(step, act, "登记成功")


def _certificate(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    return _asked(step, lambda: staff.change_certificate(player.world, dict(step["certificate"]), at), "登记成功")


def _publish(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    by = player.actor(str(step.get("by", player.team["publicist"])), at)

    def act() -> str:
        return f"公开，状态 {publicity.publish(queries.dossier_of(player.case_id()), by=by, at=at)}"

    return _asked(step, act, "公开成功")


def _withdraw(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    by = player.actor(str(step.get("by", player.team["publicist"])), at)
    told = step["withdraw"] if isinstance(step["withdraw"], dict) else {"reason": step["withdraw"]}
    dossier = queries.dossier_of(player.case_id())

    def act() -> str:
        state = publicity.withdraw(
            dossier, reason=str(told.get("reason", "")), trigger=str(told.get("trigger", "revoked")), by=by, at=at
        )
        return f"撤下，状态 {state}"

    return _asked(step, act, "撤下成功")


def _redo(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    by, old = player.actor(player.team["handlers"][0], at), player.case_id()

    def act() -> str:
        fresh = operations.redo(case_id=old, by=by, at=at, now=at + timedelta(minutes=1))
        player.report.cases[str(step["redo"])] = fresh
        player.current = str(step["redo"])
        return f"重新立案，{queries.case_row(fresh).lead_number}"

    return _asked(step, act, "重新立案")


def _load_calendar(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    by = player.actor(str(step.get("by", "系小管")), at)
    outcome: list[str] = []

    def act() -> str:
        moved = operations.load_calendar(text=str(step["load_calendar"]), by=by, now=at)
        outcome.extend(f"{m.name} {m.before}→{m.after}{'（不提前）' if m.kept else ''}" for m in moved)
        return f"变化：{'；'.join(outcome) or '无'}"

    told, good, expected = _asked(step, act, "载入成功")
    missing = [str(each) for each in step.get("moved", ()) if str(each) not in outcome]
    return told, good and not missing, "；".join(missing) or expected


def _explain(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    told = dict(step["explain"])
    by, code = player.actor(str(step.get("by", player.team["handlers"][0])), at), str(told.pop("act"))
    act = player.facts().last(code)
    seq = act.seq if act else 0
    empty: dict[str, Any] = {"why": "failure", "text": "", "person": "", "remedy": ""}

    def done() -> str:
        return operations.explain_recording(
            case_id=player.case_id(), act_seq=seq, by=by, now=at, **(empty | told)
        ).stand

    return _asked(step, done, "已说明")


def _filmed(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    facts, told = player.facts(), step["filmed"]
    code, part = (told["act"], float(told.get("part", 1))) if isinstance(told, dict) else (str(told), 1.0)
    act = facts.last(code)
    by = player.actor(str(step.get("by", player.team["handlers"][0])), at)

    def done() -> str:
        if act is None:
            raise KeyError(code)
        film_act(facts.id, act, facts.procedure.acts[code].span, by, at, part)
        return "已登记"

    return _asked(step, done, "已登记")


def _dispute(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    return _asked(step, lambda: reviewing.dispute(player, step["dispute"], str(step.get("by", "")), at), "已办理")


def _dispute_route(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    return _asked(step, lambda: reviewing.route(player, step["dispute_route"], at), "已确定")


def _material_list(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    return _asked(step, lambda: reviewing.material_list(player, step["material_list"], at), "已确定")


def _material(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    return _asked(step, lambda: reviewing.material(player, step["material"], at), "已提交")


def _law(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    return _asked(step, lambda: statutes.law(player, step["law"], at), "已入库")


def _benchmark(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    told = step["benchmark"] if isinstance(step["benchmark"], dict) else {}
    return _asked(step, lambda: statutes.benchmark(player, told, str(step.get("by", "")), at), "已公布")


def _weigh(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    unlike: list[str] = []

    def act() -> str:
        said, differs = statutes.weigh(player, step["weigh"], str(step.get("by", "")), at)
        unlike.append(differs)
        return said

    told, good, expected = _asked(step, act, "已查问")
    return told, good and not any(unlike), "".join(unlike) or expected


def _guiding(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    return _asked(step, lambda: statutes.guiding_case(player, step["guiding"], str(step.get("by", "")), at), "已办理")


def _check_item(player: "Player", step: Mapping[str, Any], at: datetime) -> Outcome:
    def act() -> str:
        return f"公开{registers.one_item(player.world, player.home, step['check_item'], at).name}"

    return _asked(step, act, "已公开")


STEPS: Mapping[str, Callable[["Player", Mapping[str, Any], datetime], Outcome]] = {
    "organ": _organ, "people": _people, "party": _party, "certificate": _certificate, "publish": _publish,
    "withdraw": _withdraw, "redo": _redo, "load_calendar": _load_calendar, "explain": _explain, "filmed": _filmed,
    "dispute": _dispute, "dispute_route": _dispute_route, "material_list": _material_list, "material": _material,
    "law": _law, "benchmark": _benchmark, "weigh": _weigh, "guiding": _guiding, "check_item": _check_item,
}  # fmt: skip
