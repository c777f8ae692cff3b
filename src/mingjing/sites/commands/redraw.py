"""Recompute a published random draw offline, without database and without Django."""

from mingjing.inspections.rules.mingjing_redraw import arguments, run

HELP = "离线重算一次公布的随机抽取（双随机），逐项说明是否相符"

__all__ = ["HELP", "arguments", "run"]
