"""What the witness is told on the command line."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from mingjing.ledger.verifier.saying import Bad
from mingjing.ledger.witness.cosigning import add_checkpoint, written_request
from mingjing.ledger.witness.folder import Folder, NotSetUp
from mingjing.ledger.witness.pulling import pull
from mingjing.ledger.witness.serving import server, standing
from mingjing.ledger.witness.tiles import NotThere

Clock = Callable[[], float]
DEFAULT_FOLDER = "witness"
REQUEST_MARK = "--- mingjing ---\n"


def witness_arguments(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The actions of a witness."""
    made = {
        "init": "建立见证文件夹和密钥，显示要交给台账机关的公钥",
        "trust": "登记一本台账的公钥（从机关公示门户或年度报告抄来）",
        "serve": "作为网络服务运行，台账机关的服务器来请求见证",
        "pull": "自己去台账机关的公示门户取检查点来见证，并把签名送回（只有见证方能发起连接时用）",
        "sign": "见证一个文件（没有网络时，用 U 盘来回）",
        "show": "显示名称、公钥和每本台账见证到第几条",
    }
    for name, words in made.items():
        action = actions.add_parser(name, help=words, description=words)
        action.add_argument(
            "--folder", metavar="DIR", type=Path, default=Path(DEFAULT_FOLDER), help="见证文件夹（缺省 witness）"
        )
        if name == "init":
            action.add_argument(
                "--name", required=True, help="见证单位的名称，不含空格，例如 dag.example.gov.cn/witness"
            )
        if name == "trust":
            action.add_argument("key", help="台账公钥：名称+编号+Base64")
            action.add_argument("--url", default="", help="台账的网址，例如 https://zf.example.gov.cn/log（pull 用）")
        if name == "serve":
            action.add_argument("--host", default="127.0.0.1", help="监听地址（缺省只听本机）")
            action.add_argument("--port", type=int, default=8201, help="端口（缺省 8201）")
        if name == "pull":
            action.add_argument("url", nargs="?", default="", help="台账网址；不写就取登记时写的全部")
            action.add_argument("--every", type=float, default=0.0, metavar="N", help="每隔几分钟取一次；不写只取一次")
        if name == "sign":
            action.add_argument("file", type=Path, help="台账机关用 mingjing witness give 写出的文件")
            action.add_argument("-o", "--output", type=Path, help="签名写到哪个文件（缺省在原文件名后加 .signed）")


def run_witness(
    options: argparse.Namespace, clock: Clock = time.time, sleep: Callable[[float], None] = time.sleep
) -> int:
    """0: done; 1: refused, because the log did not only grow; 2: cannot be done, with the next step."""
    folder = Folder(options.folder)
    acts = {"init": _init, "trust": _trust, "show": _show, "serve": _serve, "sign": _sign}
    try:
        if options.action == "pull":
            return _pull(folder, options, clock, sleep)
        return acts[options.action](folder, options, clock)
    except (NotSetUp, NotThere) as failure:
        return _say(str(failure), 2)
    except Bad as failure:
        return _say(f"{failure}。", 1)
    except OSError as failure:
        return _say(f"{failure.filename or options.folder}：{failure.strerror or failure}", 2)
    except KeyboardInterrupt:
        return 0


def _init(folder: Folder, options: argparse.Namespace, clock: Clock) -> int:
    folder.set_up(options.name)
    _tell(f"已建立 {folder.root}。请备份其中的密钥，并把下面这一行交给台账机关：\n{folder.key()}")
    return 0


def _trust(folder: Folder, options: argparse.Namespace, clock: Clock) -> int:
    try:
        _tell(f"已登记台账 {folder.trust(options.key, options.url)}。")
    except Bad as failure:
        return _say(f"{failure}。", 2)
    return 0


def _show(folder: Folder, options: argparse.Namespace, clock: Clock) -> int:
    _tell(standing(folder).rstrip("\n"))
    return 0


def _serve(folder: Folder, options: argparse.Namespace, clock: Clock) -> int:
    made = server(folder, options.host, options.port, clock)
    _tell(f"见证服务在 http://{options.host}:{made.server_address[1]}/ ，按 Ctrl+C 停止。\n{standing(folder)}")
    with made:
        made.serve_forever()
    return 0


def _pull(folder: Folder, options: argparse.Namespace, clock: Clock, sleep: Callable[[float], None]) -> int:
    urls = [options.url] if options.url else [url for _, url in folder.addresses()]
    if not urls:
        raise NotSetUp("没有写台账网址，登记时也没有写：请在 pull 后面写网址，或者 witness trust … --url 网址。")
    worst = 0
    while True:
        for url in urls:
            try:
                _tell("\n".join(pull(folder, url, int(clock()))))
            except (Bad, NotThere) as failure:
                worst = max(worst, _say(f"{failure}。", 1 if isinstance(failure, Bad) else 2))
        if not options.every:
            return worst
        sleep(options.every * 60)


def _sign(folder: Folder, options: argparse.Namespace, clock: Clock) -> int:
    """Every request of the file; what is refused is told and stops the rest."""
    try:
        asked = options.file.read_text(encoding="utf-8")
    except ValueError:
        raise NotSetUp(f"{options.file} 不是文字文件，请用 mingjing witness give 写出的文件。") from None
    answers = []
    for body in asked.split(REQUEST_MARK):
        if not body.strip():
            continue
        answer = add_checkpoint(folder, body, int(clock()))
        note = body.partition("\n\n")[2]
        if answer.status == 409:  # the same file a second time: the same checkpoint may be cosigned again
            answer = add_checkpoint(folder, written_request(int(answer.body), [], note), int(clock()))
        if answer.status != 200:
            return _say(f"没有签名（{answer.status}）：{_refusal(answer.status, answer.body.strip())}", 1)
        answers.append(note.rpartition("\n\n")[0] + "\n\n" + answer.body)
    target = options.output or options.file.with_name(f"{options.file.name}.signed")
    target.write_text(REQUEST_MARK.join(answers), encoding="utf-8")
    _tell(f"已见证，签名写在 {target}，请交回台账机关，用 mingjing witness take 收取。")
    return 0


def _refusal(status: int, body: str) -> str:
    if status == 409:
        return f"本单位上次见证到 {body} 条，与文件不衔接。请台账机关用 mingjing witness give --old {body} 重新写出；仍不成立就说明台账被改过。"
    return body


def _tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _say(words: str, code: int) -> int:
    sys.stderr.write(f"{words}\n")
    return code


def main(arguments: list[str] | None = None) -> int:
    """The command line of the one file that a witness carries away."""
    parser = argparse.ArgumentParser(description="明镜台账见证：由另一个单位运行，需要 Python 3.9 以上和 cryptography")
    witness_arguments(parser.add_subparsers(dest="action", metavar="做什么", required=True))
    return run_witness(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
