"""The colours and letters of a picture: it brings them along, and asks for nothing outside it."""

from typing import Final

__all__ = ["STYLE"]

STYLE: Final = """
.bracketcore{--ink:#1f2328;--soft:#59636e;--line:#818b98;--rule:#d1d9e0;--card:#f6f8fa;--paper:#fff}
@media (prefers-color-scheme:dark){
.bracketcore{--ink:#f0f6fc;--soft:#a3adb8;--line:#768390;--rule:#3d444d;--card:#1a2029;--paper:#0d1117}}
.bracketcore text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
fill:var(--ink);font-variant-numeric:tabular-nums}
.bracketcore .soft{fill:var(--soft)}
.bracketcore .waiting{fill:var(--soft);font-style:italic}
.bracketcore .won{font-weight:700}
.bracketcore .small{font-size:11px;fill:var(--soft)}
.bracketcore .head{font-size:15px;font-weight:600}
.bracketcore .end{text-anchor:end}
.bracketcore .middle{text-anchor:middle}
.bracketcore .paper{fill:var(--paper)}
.bracketcore .card{fill:var(--card);stroke:var(--line)}
.bracketcore .skipped{stroke-dasharray:3 3;stroke:var(--rule)}
.bracketcore .self{fill:var(--card)}
.bracketcore .mark{fill:var(--ink)}
.bracketcore .rule{stroke:var(--rule);fill:none}
.bracketcore .way{stroke:var(--line);stroke-width:1.5;fill:none}
"""
