"""Which pictures are taken as the photograph of a certificate."""

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

WIDTH, HEIGHT = 413, 579
"""Two inches (35 mm × 49 mm) at 300 dots an inch."""
LARGEST_FILE = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG")


@rule("ORG-10", cites="国办发〔2018〕118号第二部分（五）", acts=("set_photo",))
def photo_findings(size: int, kind: str, width: int, height: int) -> tuple[Finding, ...]:
    """执法证件照片应当是清楚的二寸证件照：JPG 或者 PNG，不超过 5 MB，不小于 206×289 像素，公开前去掉拍摄信息。"""
    fact = ""
    if not size:
        fact = "没有选择照片"
    elif size > LARGEST_FILE:
        fact = f"照片文件 {size / 1024 / 1024:.1f} MB，超过 5 MB"
    elif kind not in FORMATS:
        fact = "文件不是 JPG 或者 PNG 图片，或者已经损坏"
    elif width * height > MOST_PIXELS:
        fact = f"照片有 {width}×{height} 像素，太大了"
    elif width < WIDTH // 2 or height < HEIGHT // 2:
        fact = f"照片只有 {width}×{height} 像素，太小了，看不清"
    if not fact:
        return ()
    return (photo_findings.finding(fact, next_step="请换一张二寸证件照，用 JPG 或者 PNG 格式", field="photo"),)
