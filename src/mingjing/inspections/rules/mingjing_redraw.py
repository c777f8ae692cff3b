#!/usr/bin/env python3
"""重算一次随机抽取（双随机、一公开），看公布的结果是不是由公布的材料算出来的。

用法：python3 mingjing_redraw.py 抽取文件.json [--pool 冻结时公布的 SHA-256] [--seed-hash 冻结时公布的种子摘要]

只需要 Python 3.8 以上的标准库，不联网。每行说明一项是否相符；全部相符退出码为 0，有不符为 1，文件读不出来为 2。
算法 mingjing-draw/1 的说明见 docs/howto/draws.md；浏览器里的 redraw.js 是同一算法。
"""

# ruff: noqa: B905 — Python 3.8 knows no strict=
from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

ALGORITHM = "mingjing-draw/1"


class Infeasible(Exception):
    """The pools cannot give what is asked for; the message says in Chinese what is missing."""


class Bad(Exception):
    """The file is not a draw file."""


class Line(NamedTuple):
    """One thing that was compared, whether it agrees, and what disagrees."""

    title: str
    ok: bool
    detail: str


class Stream:
    """Numbers of a seed: block n is SHA-256(seed ‖ label ‖ n as 8 bytes, big end first); its first 8 bytes are one number."""

    def __init__(self, seed: bytes, label: str) -> None:
        self._start, self._at = seed + label.encode(), 0

    def below(self, limit: int) -> int:
        """A number from 0 up to, not including, the limit, each as likely: what would favour the small ones is skipped."""
        fair = (1 << 64) // limit * limit
        while True:
            block = hashlib.sha256(self._start + self._at.to_bytes(8, "big")).digest()
            self._at += 1
            number = int.from_bytes(block[:8], "big")
            if number < fair:
                return number % limit


def canonical(value: Any) -> bytes:
    """Sorted keys, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def final_seed(seed: bytes, entropy: Any, pool: bytes) -> bytes:
    """SHA-256(secret seed ‖ public number with its source ‖ SHA-256 of the frozen pools)."""
    return hashlib.sha256(seed + canonical(entropy) + pool).digest()


def allocate(sizes: list[int], weights: list[int], wanted: int) -> list[int]:
    """How many of each stratum: by size times weight, largest remainders first, none above its size, none forgotten.

    Where there are at least as many places as strata that are not empty, each of those gets one.
    """
    quotas, left = [0] * len(sizes), wanted
    while left:
        free = [at for at, size in enumerate(sizes) if quotas[at] < size]
        total = sum(sizes[at] * weights[at] for at in free)
        parts = {at: divmod(left * sizes[at] * weights[at], total) for at in free}
        extra = left - sum(whole for whole, _ in parts.values())
        for rank, at in enumerate(sorted(free, key=lambda one: (-parts[one][1], one))):
            add = min(parts[at][0] + (1 if rank < extra else 0), sizes[at] - quotas[at])
            quotas[at] += add
            left -= add
    if wanted >= sum(1 for size in sizes if size):
        for at, size in enumerate(sizes):
            if size and not quotas[at]:
                richest = max(range(len(sizes)), key=lambda one: (quotas[one], -one))
                quotas[richest] -= 1
                quotas[at] = 1
    return quotas


def lots(groups: list[tuple[int, list[str]]], wanted: int, stream: Stream) -> list[str]:
    """Draw without putting back: every party of a group holds as many lots as the weight of its group says."""
    groups = [(weight, list(left)) for weight, left in groups]
    chosen: list[str] = []
    while len(chosen) < wanted:
        at = stream.below(sum(weight * len(left) for weight, left in groups))
        for weight, left in groups:
            if at < weight * len(left):
                place = at // weight
                left[place], left[-1] = left[-1], left[place]
                chosen.append(left.pop())
                break
            at -= weight * len(left)
    return chosen


def reserve_size(size: int, quota: int) -> int:
    """How many of a stratum wait in the order of the reserve: a fifth of its places, at least two, as far as there are any."""
    return min(size - quota, max(2, (quota + 4) // 5)) if quota else 0


def draw(frozen: Any, seed: bytes) -> dict[str, Any]:
    """The whole draw from the frozen pools and the final seed. Raises Infeasible."""
    asked, strata = frozen["parameters"], frozen["parameters"]["strata"]
    credit = {one["key"]: one["weight"] for one in asked["credits"]}
    members: dict[str, dict[str, list[str]]] = {one["key"]: {key: [] for key in credit} for one in strata}
    for one in frozen["parties"]:
        members[one["risk"]][one["credit"]].append(one["code"])
    sizes = [sum(map(len, members[one["key"]].values())) for one in strata]
    if asked["wanted"] > sum(sizes):
        raise Infeasible(f"要抽 {asked['wanted']} 家，名单里只有 {sum(sizes)} 家")
    quotas = allocate(sizes, [one["weight"] for one in strata], asked["wanted"])
    told, drawn, reserve = [], [], []
    for one, size, quota in zip(strata, sizes, quotas):
        groups = [(credit[key], members[one["key"]][key]) for key in credit]
        spare = reserve_size(size, quota)
        chosen = lots(groups, quota + spare, Stream(seed, f"parties/{one['key']}/"))
        told.append({"stratum": one["key"], "pool": size, "quota": quota})
        drawn += [(code, one["key"]) for code in chosen[:quota]]
        reserve.append({"stratum": one["key"], "codes": chosen[quota:]})
    names = [one["number"] for one in frozen["officers"]]
    avoid = {(one["officer"], one["party"]) for one in frozen["avoid"]}
    teams = staff([code for code, _ in drawn], names, avoid, asked["team"], Stream(seed, "officers/"))
    return {
        "quotas": told,
        "drawn": [
            {"place": place, "code": code, "stratum": stratum, "officers": team}
            for place, ((code, stratum), team) in enumerate(zip(drawn, teams), start=1)
        ],
        "reserve": reserve,
        "order": shuffled(names, Stream(seed, "order/")),
    }


def staff(
    codes: list[str], officers: list[str], avoid: set[tuple[str, str]], team: int, stream: Stream
) -> list[list[str]]:
    """For each party so many officers: by lot among those with the fewest parties so far who need not avoid it."""
    load, teams = dict.fromkeys(officers, 0), []
    for code in codes:
        chosen: list[str] = []
        for _ in range(team):
            free = [one for one in officers if one not in chosen and (one, code) not in avoid]
            if not free:
                raise Infeasible(f"{code} 可以选派的人员不足 {team} 人")
            least = min(load[one] for one in free)
            idle = [one for one in free if load[one] == least]
            chosen.append(idle[stream.below(len(idle))])
            load[chosen[-1]] += 1
        teams.append(chosen)
    return teams


def shuffled(names: list[str], stream: Stream) -> list[str]:
    """The order in which officers stand in for others."""
    order = list(names)
    for last in range(len(order) - 1, 0, -1):
        other = stream.below(last + 1)
        order[last], order[other] = order[other], order[last]
    return order


class Standing:
    """The result as it stands after substitutions: who inspects whom, and who is next."""

    def __init__(self, frozen: Any, result: Any) -> None:
        self.avoid = {(one["officer"], one["party"]) for one in frozen["avoid"]}
        self.places = {one["place"]: {**one, "officers": list(one["officers"])} for one in result["drawn"]}
        self.left = {one["stratum"]: list(one["codes"]) for one in result["reserve"]}
        self.order = result["order"]
        self.gone: dict[int, set[str]] = {place: set() for place in self.places}

    def next_party(self, place: int) -> str:
        """The next of the reserve of the same stratum; empty where none is left."""
        left = self.left[self.places[place]["stratum"]]
        return left[0] if left else ""

    def next_officer(self, place: int) -> str:
        """Of those who may, the one with the fewest parties now, the first in the order of the reserve; empty for none."""
        here = self.places[place]
        load = dict.fromkeys(self.order, 0)
        for one in self.places.values():
            for name in one["officers"]:
                load[name] += 1
        free = [
            name
            for name in self.order
            if name not in here["officers"] and name not in self.gone[place] and (name, here["code"]) not in self.avoid
        ]
        return min(free, key=lambda name: (load[name], self.order.index(name))) if free else ""

    def replace(self, kind: str, place: int, out: str) -> str:
        """Put the next one in the place of another and say who it is; empty where nobody is left or `out` is not there."""
        here = self.places.get(place)
        if here is None:
            return ""
        if kind == "party":
            come = self.next_party(place) if here["code"] == out else ""
            if come:
                self.left[here["stratum"]].pop(0)
                here["code"] = come
            return come
        come = self.next_officer(place) if out in here["officers"] else ""
        if come:
            here["officers"] = [come if one == out else one for one in here["officers"]]
            self.gone[place].add(out)
        return come

    def conflicted(self, place: int) -> list[str]:
        """Officers of a place who have to avoid its party."""
        here = self.places[place]
        return [one for one in here["officers"] if (one, here["code"]) in self.avoid]


def recompute(told: Any, pool_hash: str = "", seed_hash: str = "") -> list[Line]:
    """Compare a draw file with itself and with what was published before the draw. Raises Bad."""
    try:
        return list(_lines(told, pool_hash, seed_hash))
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
        RecursionError,
        ZeroDivisionError,
        MemoryError,
    ) as failure:
        raise Bad(f"文件缺少应有的内容或者写法不对：{failure!r}"[:200]) from None


def _lines(told: Any, pool_hash: str, seed_hash: str) -> Any:
    frozen, secret = told["freeze"], bytes.fromhex(told["seed"])
    if frozen["algorithm"] != ALGORITHM:
        raise Bad(f"算法是 {frozen['algorithm']}，本程序只会 {ALGORITHM}")
    pool = hashlib.sha256(canonical(frozen))
    wrong = [one for one in (told["pool_sha256"], pool_hash.strip().lower()) if one and one != pool.hexdigest()]
    where = (
        "冻结以后名单、权重或者规则被改动" if wrong else f"{len(frozen['parties'])} 家、{len(frozen['officers'])} 人"
    )
    yield Line("冻结的名单和规则与公布的摘要相符", not wrong, where)
    shown = hashlib.sha256(secret).hexdigest()
    known = [one for one in (frozen["seed_sha256"], seed_hash.strip().lower()) if one]
    yield Line(
        "种子与冻结时公布的种子摘要相符",
        all(one == shown for one in known),
        "" if all(one == shown for one in known) else "种子被改动",
    )
    source, public = frozen["source"], told["entropy"]
    same = all(public[key] == source[key] for key in ("what", "where", "on")) and public["on"] > frozen["frozen_on"]
    yield Line(
        "公开随机数出自冻结时指定的来源，晚于冻结日",
        same,
        f"{public['what']}，{public['on']}：{public['value']}" if same else "来源或者日期与冻结时指定的不同",
    )
    seed = final_seed(secret, public, pool.digest())
    yield Line(
        "最终种子",
        seed.hex() == told["final_seed"],
        "" if seed.hex() == told["final_seed"] else "由种子、公开随机数、名单摘要算不出文件里的最终种子",
    )
    try:
        result = draw(frozen, seed)
    except Infeasible as short:
        yield Line("重新抽取", False, str(short))
        return
    yield from _compared(result, told["result"])
    yield from _substituted(frozen, told)


def _compared(fresh: Any, told: Any) -> Any:
    quotas = [
        f"{one['stratum']} 层应为 {one['quota']} 家"
        for one, other in zip(fresh["quotas"], told["quotas"])
        if one != other
    ]
    same = fresh["quotas"] == told["quotas"]
    yield Line("各层名额", same, "；".join(quotas[:3]) or ("" if same else "层数不同"))
    pairs = list(zip(fresh["drawn"], told["drawn"]))
    parties = [
        f"第 {one['place']} 个应为 {one['code']}，文件写 {other['code']}"
        for one, other in pairs
        if one["code"] != other["code"]
    ]
    if len(fresh["drawn"]) != len(told["drawn"]):
        parties.append(f"应抽中 {len(fresh['drawn'])} 家，文件里有 {len(told['drawn'])} 家")
    yield Line("抽中的检查对象", not parties, "；".join(parties[:3]) or f"{len(pairs)} 家全部相同")
    teams = [
        f"第 {one['place']} 个应为 {'、'.join(one['officers'])}，文件写 {'、'.join(other['officers'])}"
        for one, other in pairs
        if one["officers"] != other["officers"]
    ]
    yield Line("抽中的执法人员", not teams, "；".join(teams[:3]) or f"{len(pairs)} 组全部相同")
    same = fresh["reserve"] == told["reserve"] and fresh["order"] == told["order"]
    yield Line("候补次序", same, "" if same else "候补的对象或者人员次序不同")


def _substituted(frozen: Any, told: Any) -> Any:
    standing, wrong = Standing(frozen, told["result"]), []
    for one in told["substitutions"]:
        if standing.replace(one["kind"], one["place"], one["out"]) != one["in"]:
            wrong.append(f"第 {one['seq']} 次替换不是候补次序里的下一个")
    yield Line("替换", not wrong, "；".join(wrong[:3]) or f"{len(told['substitutions'])} 次，都按候补次序")


def report(lines: list[Line]) -> str:
    """The lines as text."""
    said = [f"{'相符' if one.ok else '不符'}  {one.title}{'：' + one.detail if one.detail else ''}" for one in lines]
    said.append(
        "结论：公布的结果可以由公布的材料重算出来。"
        if all(one.ok for one in lines)
        else "结论：有不符的项，结果不可信。"
    )
    return "\n".join(said) + "\n"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and what was published before the draw."""
    parser.add_argument("file", help="从门户下载的抽取文件（.json）")
    parser.add_argument("--pool", default="", help="冻结时公布的名单摘要（SHA-256）")
    parser.add_argument("--seed-hash", default="", dest="seed_hash", help="冻结时公布的种子摘要（SHA-256）")


def run(options: argparse.Namespace) -> int:
    """0: everything agrees; 1: something does not; 2: not a draw file."""
    try:
        told = json.loads(Path(options.file).read_bytes())
        lines = recompute(told, options.pool, options.seed_hash)
    except (OSError, ValueError, RecursionError, Bad) as failure:
        sys.stderr.write(f"读不出这个抽取文件：{failure}\n")
        return 2
    sys.stdout.write(report(lines))
    return 0 if all(one.ok for one in lines) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="重算一次随机抽取")
    arguments(parser)
    raise SystemExit(run(parser.parse_args()))
