"""Who is drawn how often: allocation against an oracle, lots against exact probabilities, officers evenly; no clock, fixed seeds."""

import hashlib
import random
from collections import Counter
from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st
from tests.inspections.files import RISKS, frozen

from mingjing.inspections.rules.mingjing_redraw import Stream, allocate, draw, lots, staff
from mingjing.sites.bench.drawing import chi_square

SIZES = st.lists(st.integers(0, 400), min_size=1, max_size=5)


def seeded(number: int) -> bytes:
    return hashlib.sha256(f"seed {number}".encode()).digest()


@given(SIZES, st.data())
def test_an_allocation_fits_and_forgets_no_stratum(sizes: list[int], data: st.DataObject) -> None:
    weights = [data.draw(st.integers(1, 500)) for _ in sizes]
    wanted = data.draw(st.integers(0, sum(sizes)))
    quotas = allocate(sizes, weights, wanted)
    assert sum(quotas) == wanted and all(0 <= quota <= size for quota, size in zip(quotas, sizes, strict=True))
    filled = [at for at, size in enumerate(sizes) if size]
    if wanted >= len(filled):
        assert all(quotas[at] for at in filled)
    total = sum(size * weight for size, weight in zip(sizes, weights, strict=True))
    for at in filled:
        exact = Fraction(wanted * sizes[at] * weights[at], total)
        # Nobody is far from the exact share but by a full stratum elsewhere or by the one place that each has.
        if exact <= sizes[at] and all(
            Fraction(wanted * sizes[one] * weights[one], total) <= sizes[one] for one in filled
        ):
            assert exact - 1 - len(filled) < quotas[at] < exact + 2


def test_lots_follow_the_exact_probabilities() -> None:
    """Five enterprises, weights 1 to 4, two drawn: how often each pair comes, against its probability worked out by hand."""
    weights = {"a": 4, "b": 2, "c": 2, "d": 1, "e": 1}
    groups = [(4, ["a"]), (2, ["b", "c"]), (1, ["d", "e"])]
    exact = {
        pair: Fraction(weights[pair[0]], 10) * Fraction(weights[pair[1]], 10 - weights[pair[0]])
        for pair in permutations(weights, 2)
    }
    assert sum(exact.values()) == 1
    rounds = 6000
    came = Counter(tuple(lots(groups, 2, Stream(seeded(n), "x"))) for n in range(rounds))
    # 19 degrees of freedom: 43.8 is passed by one in a thousand.
    assert chi_square([came[pair] for pair in exact], [float(share) * rounds for share in exact.values()]) < 43.8


def test_numbers_below_a_limit_are_all_as_likely() -> None:
    for limit in (1, 2, 3, 7, 10, 97):
        stream = Stream(seeded(limit), "y")
        came = Counter(stream.below(limit) for _ in range(200 * limit))
        assert set(came) == set(range(limit))
        if limit > 1:
            bound = (limit - 1) + 4.5 * (2 * (limit - 1)) ** 0.5 + 6
            assert chi_square([came[n] for n in range(limit)], [200.0] * limit) < bound


def test_the_riskier_and_the_less_trusted_are_drawn_more_often_and_nobody_never() -> None:
    pools = frozen(random.Random(1), 200, 8, 40)  # noqa: S311
    came: Counter[str] = Counter()
    rounds = 400
    for number in range(rounds):
        came.update(one["code"] for one in draw(pools, seeded(number))["drawn"])
    by_class: dict[tuple[str, str], list[int]] = {}
    for one in pools["parties"]:
        by_class.setdefault((one["risk"], one["credit"]), []).append(came[one["code"]])
    mean = {key: sum(counts) / len(counts) for key, counts in by_class.items()}
    assert min(min(counts) for counts in by_class.values()) > 0
    for risk in RISKS:
        assert mean[risk, "D"] > mean[risk, "A"] * 1.5
    for credit in ("A", "B", "D"):
        assert mean["high", credit] > mean["general", credit] > mean["low", credit]
    for counts in by_class.values():
        # The same class, the same chance: hypergeometric, so not wider than binomial.
        expected = sum(counts) / len(counts)
        assert all(abs(one - expected) < 5 * expected**0.5 + 5 for one in counts)


def test_officers_carry_the_same_load() -> None:
    names = [str(n) for n in range(7)]
    codes = [f"c{n}" for n in range(50)]
    teams = staff(codes, names, {("0", "c0"), ("1", "c0")}, 2, Stream(seeded(0), "officers/"))
    load = Counter(name for team in teams for name in team)
    assert max(load.values()) - min(load.values()) <= 1
    assert all(len(set(team)) == 2 for team in teams) and not {"0", "1"} & set(teams[0])
    first = Counter(staff(["c"], names, set(), 2, Stream(seeded(n), "o"))[0][0] for n in range(700))
    assert chi_square([first[one] for one in names], [100.0] * 7) < 22.5


def test_the_seed_decides_everything_and_every_seed_something_else() -> None:
    pools = frozen(random.Random(2), 60, 6, 10)  # noqa: S311
    assert draw(pools, seeded(1)) == draw(pools, seeded(1))
    assert len({str(draw(pools, seeded(n))["drawn"]) for n in range(20)}) == 20
