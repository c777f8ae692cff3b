"""Django's own administration commands, under our settings."""

import argparse
import os

HELP = "运行 Django 管理命令（migrate、makemigrations 等）"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after the name is handed on."""
    parser.add_argument("rest", nargs=argparse.REMAINDER)


def run(options: argparse.Namespace) -> int:
    """Hand the rest of the line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.sites.settings.development")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["mingjing manage", *options.rest])
    return 0
