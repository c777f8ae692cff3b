"""Sphinx configuration of the manual: MyST Markdown, the furo theme, nothing fetched from another host."""

from datetime import date

project = "明镜"
author = "明镜项目"
copyright = f"{date.today().year}，{author}"  # noqa: A001, DTZ011
language = "zh_CN"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "images"]
html_theme = "furo"
html_title = "明镜 · 行政执法三项制度平台"
html_theme_options = {"source_repository": "", "navigation_with_keys": True}
html_show_sourcelink = False
suppress_warnings = ["misc.highlighting_failure"]
