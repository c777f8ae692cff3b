"""What should perhaps not become public, how the public text is made of it, and the search for what was left."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from mingjing.publicity.rules.folding import Folded, compact, fold, with_numerals
from mingjing.publicity.rules.names import masked, owner_name
from mingjing.publicity.rules.patterns import ADDRESSES, NAMES, NUMBERS, PARTY_ADDRESS, Pattern
from mingjing.publicity.terms import Candidate, EntityKind, Ground, KnownEntity, Origin, Policy, Publishable
from mingjing.publicity.terms.redaction import mark

_GROUND_OF = {
    EntityKind.PERSON: Ground.NAME,
    EntityKind.MINOR: Ground.MINOR,
    EntityKind.ID: Ground.ID,
    EntityKind.PHONE: Ground.PHONE,
    EntityKind.ACCOUNT: Ground.ACCOUNT,
    EntityKind.ADDRESS: Ground.ADDRESS,
    EntityKind.EMAIL: Ground.EMAIL,
    EntityKind.PLATE: Ground.PLATE,
    EntityKind.CONFIDENTIAL: Ground.CONFIDENTIAL,
}
_NEVER_KEPT = frozenset({EntityKind.MINOR, EntityKind.ID})
_CHINESE_DIGIT = re.compile("[〇零○一二三四五六七八九]")
_MARK = re.compile("【＊＊[^【】]{1,4}】")
_JOINT = r"[\s·•\-–—_.]{0,3}"


def candidates(decision: Publishable, natural_person_name: str) -> tuple[Candidate, ...]:
    """Every stretch of the decision's texts that a person must decide on, in reading order, without overlaps.

    `natural_person_name` is the parameter `full`, `surname` or `omit` for the punished natural person's own name.
    """
    found: list[Candidate] = []
    for part, text in decision.parts().items():
        found += _without_overlaps(_in_part(part, text, decision, natural_person_name))
    return _spread_names(found, decision)


def _in_part(part: str, text: str, decision: Publishable, naming: str) -> Iterator[Candidate]:
    folded = fold(text)
    kept = _kept_numbers(decision)
    for entity in _entities(decision, naming):
        yield from _known(part, text, folded, entity)
    patterns = (*NUMBERS, *ADDRESSES, *NAMES, *((PARTY_ADDRESS,) if decision.party_is_natural else ()))
    for candidate in _numbers(part, text, folded, patterns, decision.decided_on):
        if compact(candidate.text) not in kept:
            yield candidate


def _kept_numbers(decision: Publishable) -> frozenset[str]:
    kept = {compact(entity.text) for entity in decision.known_entities if entity.policy == Policy.KEEP}
    if decision.unit_code:
        kept.add(compact(decision.unit_code))
    return frozenset(kept)


def _entities(decision: Publishable, naming: str) -> list[KnownEntity]:
    entities = [entity for entity in decision.known_entities if entity.policy != Policy.KEEP]
    if decision.party_id_no and not decision.unit_code:
        entities.append(KnownEntity(decision.party_id_no, EntityKind.ID, role="当事人"))
    household = owner_name(decision.party_kind, decision.party_name)
    if naming != "full" and (decision.party_is_natural or household):
        policy = Policy.REMOVE if naming == "omit" else Policy.SURNAME
        entities = [one for one in entities if compact(one.text) != compact(decision.party_name)]
        role = "当事人（个体工商户，可能是经营者本人的姓名）" if household else "当事人"
        entities.append(KnownEntity(decision.party_name, "party", policy, role))
    return entities


def _expression(text: str) -> re.Pattern[str] | None:
    letters = [character for character in fold(text).text if not character.isspace()]
    if len(letters) < 2:
        return None
    return re.compile(_JOINT.join(re.escape(letter) for letter in letters), re.IGNORECASE)


def _known(part: str, text: str, folded: Folded, entity: KnownEntity) -> Iterator[Candidate]:
    expression = _expression(entity.text)
    if expression is None:
        return
    ground = Ground.PARTY_NAME if entity.kind == "party" else _GROUND_OF.get(EntityKind(entity.kind), Ground.OTHER)
    known = Candidate(
        part=part,
        start=0,
        end=0,
        text="",
        ground=ground,
        why=f"案卷中已知的{entity.role or '内容'}",
        replacement=masked(entity.text) if entity.policy == Policy.SURNAME else mark(ground),
        origin=Origin.FILE,
        certain=entity.kind in _NEVER_KEPT,
    )
    for hit in expression.finditer(folded.text):
        start, end = folded.span(hit.start(), hit.end())
        yield replace(known, start=start, end=end, text=text[start:end])
    if left := _cut_off(folded.text, fold(entity.text).text):
        start, end = folded.span(len(folded.text) - left, len(folded.text))
        why = f"{known.why}，在末尾被截断"
        yield replace(known, start=start, end=end, text=text[start:end], why=why, certain=False)


def _cut_off(text: str, word: str) -> int:
    """How many characters of a word stand at the very end of a text that was cut inside it; 0 for fewer than two."""
    return next((length for length in range(len(word) - 1, 1, -1) if text.endswith(word[:length])), 0)


def occurrences(parts: Mapping[str, str], text: str, ground: Ground, why: str) -> tuple[Candidate, ...]:
    """Every place where a person wants a text removed, also written with blanks between or in full width."""
    expression = _expression(text)
    if expression is None:
        return ()
    found = []
    for part, whole in parts.items():
        folded = fold(whole)
        for hit in expression.finditer(folded.text):
            start, end = folded.span(hit.start(), hit.end())
            place = Candidate(part, start, end, whole[start:end], ground, why, mark(ground), Origin.PERSON)
            found.append(place)
    return tuple(found)


def _numbers(part: str, text: str, folded: Folded, patterns: Iterable[Pattern], on: date) -> Iterator[Candidate]:
    """What the patterns see in digits, and what they see only once 一二三 are read as digits."""
    yield from _by_pattern(part, text, folded, patterns, on)
    for candidate in _by_pattern(part, text, with_numerals(folded), patterns, on):
        if len(_CHINESE_DIGIT.findall(candidate.text)) > 2:
            yield candidate


def _by_pattern(part: str, text: str, view: Folded, patterns: Iterable[Pattern], on: date) -> Iterator[Candidate]:
    for pattern in patterns:
        for hit in pattern.hits(view.text, on):
            start, end = view.span(hit.start, hit.end)
            yield Candidate(
                part, start, end, text[start:end], hit.ground, hit.why, mark(hit.ground), certain=hit.certain
            )


def _without_overlaps(found: Iterable[Candidate]) -> list[Candidate]:
    """Certain ones first, then known ones, then the longest; of an overlapping one only the rest is kept."""
    ranked = sorted(found, key=lambda one: (not one.certain, one.origin != Origin.FILE, one.start - one.end, one.start))
    kept: list[Candidate] = []
    for candidate in ranked:
        for start, end in _free(candidate, kept):
            offset = start - candidate.start
            piece = candidate.text[offset : offset + end - start]
            if len(compact(piece)) > 1 or (start, end) == (candidate.start, candidate.end):
                kept.append(replace(candidate, start=start, end=end, text=piece))
    return sorted(kept, key=lambda one: one.start)


def _free(candidate: Candidate, kept: Iterable[Candidate]) -> list[tuple[int, int]]:
    gaps = [(candidate.start, candidate.end)]
    for other in kept:
        gaps = [
            piece
            for start, end in gaps
            for piece in ((start, min(end, other.start)), (max(start, other.end), end))
            if piece[0] < piece[1]
        ]
    return gaps


def _spread_names(found: list[Candidate], decision: Publishable) -> tuple[Candidate, ...]:
    """A name met once after a cue is flagged wherever else it stands."""
    names = {one.text for one in found if one.ground == Ground.NAME and one.origin == Origin.RULE}
    everywhere = list(found)
    for part, text in decision.parts().items():
        folded = fold(text)
        for name in sorted(names):
            for candidate in _known(part, text, folded, KnownEntity(name, EntityKind.PERSON)):
                again = replace(candidate, origin=Origin.RULE, why=f"与他处称谓之后的“{name}”相同")
                if _free(again, [one for one in everywhere if one.part == part]) == [(again.start, again.end)]:
                    everywhere.append(again)
    order = {part: at for at, part in enumerate(decision.parts())}
    return tuple(sorted(everywhere, key=lambda one: (order[one.part], one.start)))


def redacted(parts: Mapping[str, str], accepted: Iterable[Candidate]) -> dict[str, str]:
    """The public texts: each accepted stretch is taken out and its replacement put in. Overlaps are joined."""
    removals: dict[str, list[Candidate]] = {}
    for candidate in accepted:
        removals.setdefault(candidate.part, []).append(candidate)
    return {part: _cut(text, removals.get(part, [])) for part, text in parts.items()}


def _cut(text: str, removals: list[Candidate]) -> str:
    made, at = [], 0
    for candidate in sorted(removals, key=lambda one: (one.start, -one.end)):
        if candidate.start >= at:
            made += [text[at : candidate.start], candidate.replacement]
        at = max(at, candidate.end)
    return "".join((*made, text[at:]))


def leaks(
    public: Mapping[str, str], *, removed: Iterable[str], kept: Iterable[str], natural: bool, on: date
) -> tuple[tuple[str, str], ...]:
    """What must not be in these public texts and still is: (name of the part, why), without repeating the text.

    `removed`: texts a person decided to take out, and those known from the file. `kept`: texts a person decided to keep,
    with a reason. `natural`: whether the party is a natural person. Numbers that are certain are never waved through.
    """
    allowed = {compact(text) for text in kept}
    gone = {compact(text) for text in removed if len(compact(text)) > 1} - allowed
    found: list[tuple[str, str]] = []
    patterns = (*NUMBERS, *ADDRESSES, *((PARTY_ADDRESS,) if natural else ()))
    for part, written in public.items():
        text = _MARK.sub("，", written)
        plain = compact(text)
        found += [(part, "已决定删去的内容仍在文中") for word in gone if word in plain]
        left_over = _numbers(part, text, fold(text), patterns, on)
        found += [(part, left.why) for left in left_over if not _waved_through(left, allowed)]
    return tuple(dict.fromkeys(found))


def _waved_through(left: Candidate, allowed: set[str]) -> bool:
    return not left.certain and any(compact(left.text) in text for text in allowed)
