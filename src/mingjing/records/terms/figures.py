"""Which rules use which figure of the management of audio-video (音像记录管理制度)."""

from collections.abc import Mapping

USED_BY: Mapping[str, tuple[str, ...]] = {
    "upload": ("REC-13", "AV-02"),
    "gap": ("REC-19", "AV-02"),
    "reason_letters": ("AV-04",),
    "clock_drift": ("REC-14", "REC-23"),
    "storage_low": ("REC-23",),
    "return": ("REC-22", "REC-23"),
    "allotment": ("REC-24",),
    "looks_day": ("REC-30",),
    "saves_day": ("REC-30",),
    "parties_day": ("REC-30",),
    "link_days": ("READ-01",),
    "link_openings": ("READ-01",),
    "filing": ("FORM-05",),
    "fixity": ("REC-67",),
    "keep": ("REC-81", "REC-82"),
}
AFTER: Mapping[str, str] = {
    "upload": "小时", "gap": "秒", "reason_letters": "个字", "clock_drift": "秒", "storage_low": "%", "return": "小时", "allotment": "人",
    "looks_day": "个", "saves_day": "次", "parties_day": "个", "link_days": "天", "link_openings": "次",
    "filing": "个工作日", "fixity": "天", "keep": "个月",
}  # fmt: skip
"""What stands behind each figure."""
