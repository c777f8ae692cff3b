"""Draw files made of nothing but the algorithm: many seeds, sizes and classes, and ways to tamper with them."""

import copy
import hashlib
import random
from collections.abc import Callable, Iterator
from typing import Any

from mingjing.inspections.rules import mingjing_redraw as algorithm

RISKS = {"high": 400, "higher": 200, "general": 100, "low": 50}
CREDITS = {"D": 200, "C": 150, "B": 100, "A": 50, "none": 100}
File = dict[str, Any]


def frozen(chosen: random.Random, parties: int, officers: int, wanted: int, team: int = 2) -> File:
    """Frozen pools with classes by chance and a few avoidances."""
    codes = [f"9113{number:014}" for number in range(parties)]
    staff = [{"number": f"1308{number:04}", "name": f"人员{number}"} for number in range(officers)]
    pairs = {(chosen.choice(staff)["number"], chosen.choice(codes)) for _ in range(parties // 10)}
    spare = {code: [one for one in pairs if one[1] == code] for code in codes}
    avoid = [one for code in codes for one in spare[code][: max(0, officers - team)]]
    return {
        "format": "mingjing-freeze/1", "algorithm": algorithm.ALGORITHM, "frozen_on": "2026-10-13",
        "plan": {"number": "示应急抽〔2026〕1号", "title": "“双随机”\\抽查 — 测试\u2028", "organ": "示范县", "year": 2026, "items": []},
        "parameters": {
            "wanted": wanted, "team": team, "strata": [{"key": key, "weight": weight} for key, weight in RISKS.items()],
            "credits": [{"key": key, "weight": weight} for key, weight in CREDITS.items()],
        },
        "source": {"what": "开奖号码", "where": "网站", "on": "2026-10-15"}, "seed_sha256": "",
        "parties": [
            {"code": code, "name": f"企业{code[-4:]}", "risk": chosen.choice([*RISKS]), "credit": chosen.choice([*CREDITS])} for code in codes
        ],
        "officers": staff, "avoid": [{"officer": officer, "party": party} for officer, party in sorted(avoid)],
        "left_out": {"cap": 0}, "left_out_sha256": "",
    }  # fmt: skip


def told(pools: File, secret: bytes, value: str = "06 11 18 23 25 + 03 07") -> File:
    """The file of the draw from these pools."""
    pools = {**pools, "seed_sha256": hashlib.sha256(secret).hexdigest()}
    pool = hashlib.sha256(algorithm.canonical(pools))
    entropy = {**pools["source"], "value": value}
    seed = algorithm.final_seed(secret, entropy, pool.digest())
    return {
        "format": algorithm.ALGORITHM, "draw": "示应急抽取〔2026〕1号", "pool_sha256": pool.hexdigest(), "freeze": pools, "seed": secret.hex(),
        "final_seed": seed.hex(), "entropy": entropy, "result": algorithm.draw(pools, seed), "substitutions": [],
    }  # fmt: skip


def substituted(file: File, moves: list[tuple[str, int]]) -> File:
    """The same file after so many substitutions of parties and officers."""
    made = copy.deepcopy(file)
    standing = algorithm.Standing(made["freeze"], made["result"])
    for kind, place in moves:
        here = standing.places[place]
        out = here["code"] if kind == "party" else here["officers"][0]
        if come := standing.replace(kind, place, out):
            seq = len(made["substitutions"]) + 1
            made["substitutions"].append({"seq": seq, "kind": kind, "place": place, "out": out, "in": come})
    return made


def sound(count: int = 12) -> Iterator[File]:
    """Files that agree, of many shapes."""
    for number in range(count):
        chosen = random.Random(number)  # noqa: S311 the same files every time
        parties = chosen.choice([5, 17, 60, 300])
        pools = frozen(chosen, parties, chosen.choice([4, 7, 20]), chosen.randrange(1, parties // 2 + 2))
        file = told(pools, hashlib.sha256(str(number).encode()).digest(), f"第 {number} 期 {chosen.random():.8f}")
        drawn = len(file["result"]["drawn"])
        yield substituted(
            file, [(kind, chosen.randrange(1, drawn + 1)) for kind in ("party", "officer", "party", "officer")]
        )


Change = Callable[[File], object]
TAMPERINGS: dict[str, tuple[str, Change]] = {
    "种子改了一位": ("种子与冻结时公布的种子摘要相符", lambda f: f.update(seed=("1" if f["seed"][0] == "0" else "0") + f["seed"][1:])),
    "换了一家": ("抽中的检查对象", lambda f: f["result"]["drawn"][0].update(code="91130000000000000X")),
    "改了权数": ("冻结的名单和规则与公布的摘要相符", lambda f: f["freeze"]["parameters"]["strata"][0].update(weight=1)),
    "改了一家的信用": ("冻结的名单和规则与公布的摘要相符", lambda f: f["freeze"]["parties"][0].update(credit="A", name="改")),
    "名单里少了一家": ("冻结的名单和规则与公布的摘要相符", lambda f: f["freeze"]["parties"].pop()),
    "结果里少了一家": ("抽中的检查对象", lambda f: f["result"]["drawn"].pop()),
    "换了人": ("抽中的执法人员", lambda f: f["result"]["drawn"][0]["officers"].reverse()),
    "改了随机数": ("最终种子", lambda f: f["entropy"].update(value="9")),
    "改了随机数的来源": ("公开随机数出自冻结时指定的来源，晚于冻结日", lambda f: f["entropy"].update(what="别的")),
    "随机数的日期不晚于冻结": (
        "公开随机数出自冻结时指定的来源，晚于冻结日", lambda f: (f["entropy"].update(on="2026-10-13"), f["freeze"]["source"].update(on="2026-10-13")),
    ),
    "候补换了次序": ("候补次序", lambda f: f["result"]["order"].reverse()),
    "名额改了": ("各层名额", lambda f: f["result"]["quotas"][0].update(quota=99)),
    "指定了替换的人": ("替换", lambda f: f["substitutions"].append({"seq": 9, "kind": "officer", "place": 1, "out": f["result"]["drawn"][0]["officers"][1], "in": "张三"})),
}  # fmt: skip
HOSTILE: tuple[Any, ...] = (
    {}, [], None, 7, "x", {"freeze": {}}, {"freeze": {"algorithm": "other"}, "seed": ""}, {"freeze": None, "seed": "00"},
    {"freeze": {"algorithm": algorithm.ALGORITHM}, "seed": "zz"},
)  # fmt: skip


def tampered(name: str) -> File:
    """A sound file with one thing changed."""
    chosen = random.Random(4)  # noqa: S311
    file = told(frozen(chosen, 60, 9, 20), hashlib.sha256(b"4").digest())
    TAMPERINGS[name][1](file)
    return file
