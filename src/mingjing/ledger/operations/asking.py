"""Asking the witnesses over the network. Nothing is asked inside a transaction: only what comes back is kept in one."""

import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mingjing.ledger.operations.witnessing import note_refusal, take_cosignatures
from mingjing.ledger.queries.witnessing import Question, question, trees, trusted
from mingjing.ledger.terms import By, NotCosigned

TIMEOUT = 6
ANSWER_LIMIT = 65536
Post = Callable[[str, str], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of asking one witness about one tree. `alarm`: it says that the log did not only grow."""

    witness: str
    tree: str
    cosigned: bool
    alarm: bool
    words: str


def ask_witnesses(*, by: By, at: datetime, post: Post | None = None) -> tuple[Answered, ...]:
    """Ask every witness that has an address to cosign the newest checkpoint. Raises PolicyBroken, KeyMissing."""
    send, found = post or posted, []
    for witness in trusted().witnesses.values():
        if not witness.url.startswith(("http://", "https://")):
            continue
        for tree in trees():
            answer = _asked(witness.alias, witness.name, witness.url, tree, send, by, at)
            if answer is not None:
                found.append(answer)
            if answer is not None and not answer.cosigned:
                break
    return tuple(found)


def _asked(alias: str, name: str, url: str, tree: str, send: Post, by: By, at: datetime) -> Answered | None:
    """One question, and a second where the witness says how far it really is; None where it does not keep this tree."""
    target = f"{url.rstrip('/')}/add-checkpoint"
    asked = question(name, tree)
    status, body = send(target, asked.body)
    if status == 409 and body.strip().isdigit():
        known = int(body)
        try:
            asked = question(name, tree, known)
        except LookupError:
            words = f"见证过 {known} 条，台账现在只有 {asked.size} 条：台账被退回或截断"
            return _alarm(alias, name, asked, words, by, at)
        status, body = send(target, asked.body)
    if status == 404 and tree == "sm3":
        return None
    if status == 422 or status == 409:
        return _alarm(alias, name, asked, "说现在的台账不是它上次见证的延续：历史被改写（分叉）", by, at)
    if status != 200:
        return Answered(alias, tree, False, False, f"{alias}没有签名：{_why(status, body)}")
    return _taken(alias, tree, asked, body, by)


def _taken(alias: str, tree: str, asked: Question, body: str, by: By) -> Answered:
    text = asked.body.partition("\n\n")[2].rpartition("\n\n")[0]
    try:
        take_cosignatures(note=f"{text}\n\n{body}", by=by)
    except NotCosigned as refusal:
        return Answered(alias, tree, False, False, f"{alias}的答复不能收：{refusal}")
    return Answered(alias, tree, True, False, f"{alias}已见证 {tree} 树 {asked.size} 条")


def _alarm(alias: str, name: str, asked: Question, words: str, by: By, at: datetime) -> Answered:
    note_refusal(witness=name, tree=asked.tree, size=asked.size, said=words, by=by, at=at)
    return Answered(alias, asked.tree, False, True, f"{alias}{words}")


def _why(status: int, body: str) -> str:
    known = {
        0: f"连不上（{body}），请核对地址和网络",
        403: "它登记的台账公钥不是现在这把，请对方用 witness trust 登记",
        404: "它还没有登记本台账，请把台账公钥交给对方用 witness trust 登记",
    }
    return known.get(status, f"答复 {status} {body[:200].strip()}")


def posted(url: str, body: str) -> tuple[int, str]:
    """Status and body of a POST; status 0 and the reason where nobody answers."""
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    request = urllib.request.Request(url, data=body.encode(), headers=headers)  # noqa: S310 - http(s), checked above
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            return answer.status, answer.read(ANSWER_LIMIT).decode("utf-8", "replace")
    except urllib.error.HTTPError as failure:
        return failure.code, failure.read(ANSWER_LIMIT).decode("utf-8", "replace")
    except (OSError, ValueError) as failure:
        return 0, str(getattr(failure, "reason", failure))
