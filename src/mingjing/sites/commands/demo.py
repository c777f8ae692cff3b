"""`make demo`: set up the embedded default, the law library and the example county, then serve bureau and portal."""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

REFUSED = "这是正式运行的设置，示范县的账号和密码人人知道，不能建在这里。试用请不设 DJANGO_SETTINGS_MODULE，换一个 MINGJING_HOME。"
HELP = "建立示范县并启动办案系统和公示门户（make demo 用它）"
MARK = "demo-ready"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The port, and whether to serve at all."""
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("PORT", "8000")), help="端口，默认 8000，也可用环境变量 PORT"
    )
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认只限本机")
    parser.add_argument("--no-serve", action="store_true", help="只建立示范县，不启动服务")


def run(options: argparse.Namespace) -> int:
    """0 when stopped by Ctrl-C; 2 where the county could not or must not be set up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    os.environ.setdefault("MINGJING_PORTAL_URL", f"http://127.0.0.1:{options.port}")
    if not options.no_serve and _taken(options.host, options.port):
        print(
            f"端口 {options.port} 已被占用。请先停止占用它的程序，或者换一个端口：make demo PORT=9000", file=sys.stderr
        )
        return 2
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    if settings.PRODUCTION:
        print(REFUSED, file=sys.stderr)
        return 2
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    if not (home / MARK).exists():
        if not _set_up(home):
            return 2
    else:
        # A newer version may have brought new tables; the data stay.
        call_command("migrate", verbosity=0)
    _collect_static()
    if options.no_serve:
        _print_welcome(options)
        return 0
    return _serve(options)


def _taken(host: str, port: int) -> bool:
    """Whether somebody listens there already: granian would silently share the port and split the requests."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1" if host == "0.0.0.0" else host, port)) == 0  # noqa: S104


class Bar:
    """A progress display that stays one line per stage, on a terminal and in a log alike."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.stage, self.shown = "", -1

    def __call__(self, what: str, done: int, total: int) -> None:
        share = 100 * done // max(total, 1)
        if what == self.stage and share // 10 == self.shown // 10 and done != total:
            return
        new_line = "\n" if what != self.stage and self.stage else ""
        self.stage, self.shown = what, share
        filled = "█" * (share // 5)
        line = f"  {what:<10} {filled:<20} {done}/{total}  {time.monotonic() - self.started:5.1f} 秒"
        if sys.stdout.isatty():
            print(f"{new_line}\r{line}", end="", flush=True)
        elif done == total:
            print(line, flush=True)


def _set_up(home: Path) -> bool:
    from django.core.management import call_command
    from django.utils import timezone

    from mingjing.organs import queries as organs
    from mingjing.sites.journeys import demo

    print("第一次启动：建立示范县，大约一分钟。数据都在", home, flush=True)
    bar = Bar()
    bar("建立数据库", 0, 1)
    call_command("migrate", verbosity=0)
    bar("建立数据库", 1, 1)
    if organs.founded():
        print(f"\n数据目录 {home} 里有上次没有建完的示范县。请删掉这个目录再运行 make demo。", file=sys.stderr)
        return False
    try:
        demo.set_up(timezone.localtime(), bar)
    except demo.DemoFailed as failed:
        print(f"\n示范案件没有办成，请把下面的报告发给我们：\n{failed}", file=sys.stderr)
        return False
    print()
    (home / MARK).write_text("示范县已建好；删掉整个目录可以从头再来。\n", encoding="utf-8")
    return True


def _collect_static() -> None:
    from django.conf import settings
    from django.core.management import call_command

    from mingjing import __version__

    stamp = Path(settings.STATIC_ROOT) / ".version"
    newest = max(
        (path.stat().st_mtime for path in Path(settings.PACKAGE).rglob("static/**/*") if path.is_file()), default=0
    )
    wanted = f"{__version__} {newest}"
    if not stamp.exists() or stamp.read_text() != wanted:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted)


def _print_welcome(options: argparse.Namespace) -> None:
    from mingjing.sites.journeys.world import PASSWORD, read

    base = f"http://{'127.0.0.1' if options.host in {'0.0.0.0', '127.0.0.1'} else options.host}:{options.port}"  # noqa: S104
    people = read()["people"]
    roles = {"handler": "承办人", "examiner": "审查人", "reviewer": "法制审核人", "chair": "听证主持人", "head": "负责人",
             "publicist": "公示员", "archivist": "档案员", "supervisor": "执法监督员"}  # fmt: skip
    print(f"\n  明镜已就绪\n\n  公示门户  {base}/\n  办案系统  {base}/bureau/\n\n  演示账号（密码都是 {PASSWORD}）")
    for key in ("甲", "乙", "丙", "丁", "戊", "己", "公", "档", "市甲", "市己", "监"):
        one = people[key]
        print(
            f"    {one['username']:<14}{one['name']}　{one['organ']}　{'、'.join(roles[role] for role in one['roles'])}"
        )
    for one in read()["administrators"]:
        print(
            f"    {one['username']:<14}{one['name']}　司法局　{ {'sysadmin': '系统管理员', 'secadmin': '安全管理员', 'auditor': '审计管理员'}[one['role']] }"
        )
    print("\n  人物、单位、案件全部虚构。按 Ctrl-C 停止；再次 make demo 几秒启动，数据保留。\n", flush=True)


def _serve(options: argparse.Namespace) -> int:
    """The web server, and a worker for the queue in the database; both end with Ctrl-C."""
    granian = shutil.which("granian", path=str(Path(sys.executable).parent)) or "granian"
    web = [granian, "--interface", "wsgi", "--host", options.host, "--port", str(options.port), "--workers", "2",
           "--blocking-threads", "2", "--no-ws", "--log-level", "warning", "mingjing.sites.wsgi:application"]  # fmt: skip
    worker = [sys.executable, "-m", "mingjing", "work"]
    # A shell that starts us in the background has told us to ignore Ctrl-C; the web server stops its workers with it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    children = [subprocess.Popen(web), subprocess.Popen(worker)]  # noqa: S603 our own programs

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    _print_welcome(options)
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        print("有一个进程意外停止，正在关闭。端口被占用时，可以换一个：make demo PORT=9000", file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        print("\n正在停止……", flush=True)
        status = 0
    for child in children:
        child.terminate()
    for child in children:
        _ended(child)
    return status


def _ended(child: "subprocess.Popen[bytes]") -> None:
    """Wait for the end of a program, and end it where it does not: nothing of ours keeps the port."""
    try:
        child.wait(timeout=20)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
