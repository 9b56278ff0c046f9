"""Evaluation reports: one HTML file with its plots inside, readable offline and in print."""

import hashlib
import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1d2733"
ACCENT = "#1f6f6b"
WARM = "#d0672b"
MUTED = "#8a97a6"
PALETTE = (ACCENT, WARM, "#4a6fa5", "#b0893b", "#7b5d8e", "#5d8a4a", "#a8475a", "#607080")

_STYLE = """
:root{--ink:#1d2733;--soft:#5b6875;--line:#dfe5ea;--accent:#1f6f6b;--paper:#fff;--ground:#f3f6f7}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:66rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .4rem}
h2{font-size:1.2rem;margin:0 0 .6rem}
p{margin:.4rem 0 .8rem;max-width:46rem}
.lead{color:var(--soft);margin-bottom:1.6rem}
section{background:var(--paper);border:1px solid var(--line);border-radius:12px;
padding:1.4rem 1.5rem;margin:0 0 1.2rem}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.8rem;margin:0 0 1.2rem}
.card{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:1rem 1.1rem}
.card .value{font-size:1.6rem;font-weight:650;color:var(--accent);font-variant-numeric:tabular-nums}
.card .label{color:var(--soft);font-size:.88rem}
.card .note{color:var(--soft);font-size:.82rem;margin-top:.2rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;padding:.45rem .7rem;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:.6rem 0 0}
figure svg{width:100%;height:auto;display:block}
figcaption{color:var(--soft);font-size:.88rem;margin-top:.3rem}
footer{color:var(--soft);font-size:.85rem}
@media print{body{background:#fff}section,.card{break-inside:avoid}}
"""


@dataclass(frozen=True)
class Card:
    """One figure that matters, with what it is compared with."""

    label: str
    value: str
    note: str = ""


@dataclass
class Block:
    """A titled part of the report: text, then tables and plots in order."""

    title: str
    text: str = ""
    parts: list[str] = field(default_factory=list)

    def table(
        self, header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()
    ) -> "Block":
        """Add a table; `numeric` names the columns that are right-aligned."""
        right = set(numeric)

        def cells(tag: str, values: Sequence[str]) -> str:
            opening = [f'<{tag} class="n">' if i in right else f"<{tag}>" for i in range(len(values))]
            return "".join(f"{o}{html.escape(v)}</{tag}>" for o, v in zip(opening, values, strict=True))

        body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
        head = f"<thead><tr>{cells('th', header)}</tr></thead>"
        self.parts.append(f'<div class="scroll"><table>{head}<tbody>{body}</tbody></table></div>')
        return self

    def figure(self, figure: "Figure", caption: str) -> "Block":
        """Add a plot as inline SVG and close it."""
        self.parts.append(
            f'<figure role="img" aria-label="{html.escape(caption)}">{svg(figure)}'
            f"<figcaption>{html.escape(caption)}</figcaption></figure>"
        )
        return self


@dataclass
class Report:
    """A page."""

    title: str
    lead: str
    cards: list[Card] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    footer: str = ""

    def block(self, title: str, text: str = "") -> Block:
        """Add a part."""
        added = Block(title, text)
        self.blocks.append(added)
        return added

    def html(self) -> str:
        """The whole page."""
        cards = "".join(
            f'<div class="card"><div class="label">{html.escape(c.label)}</div>'
            f'<div class="value">{html.escape(c.value)}</div>'
            f'<div class="note">{html.escape(c.note)}</div></div>'
            for c in self.cards
        )
        blocks = "".join(
            f"<section><h2>{html.escape(b.title)}</h2>"
            + (f"<p>{html.escape(b.text)}</p>" if b.text else "")
            + "".join(b.parts)
            + "</section>"
            for b in self.blocks
        )
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{html.escape(self.title)}</title><style>{_STYLE}</style></head><body><main>"
            f'<h1>{html.escape(self.title)}</h1><p class="lead">{html.escape(self.lead)}</p>'
            f'<div class="cards">{cards}</div>{blocks}'
            f"<footer>{html.escape(self.footer)}</footer></main></body></html>\n"
        )

    def write(self, path: Path) -> Path:
        """Write the page to a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.html(), encoding="utf-8")
        return path


def plot(
    width: float = 9.0, height: float = 3.2, columns: int = 1, rows: int = 1
) -> "tuple[Figure, list[Axes]]":
    """A figure in the report's style, and its axes in reading order."""
    from matplotlib import rcParams
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rcParams.update(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "report",
            "font.family": "sans-serif",
            "font.sans-serif": ["DejaVu Sans"],
            "font.size": 9,
            "text.color": INK,
            "axes.edgecolor": "#c5ced6",
            "axes.labelcolor": INK,
            "axes.titlesize": 10,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "xtick.color": "#5b6875",
            "ytick.color": "#5b6875",
        }
    )
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes: list[Axes] = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axis in axes:
        axis.spines[["top", "right"]].set_visible(False)
        axis.grid(axis="y", color="#e8edf1", linewidth=0.8)
        axis.set_axisbelow(True)
    return figure, axes


_SVG_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_SVG_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_SVG_ID = re.compile(r'(id="|url\(#|href="#)')


def svg(figure: "Figure") -> str:
    """A figure as SVG that can stand inside a page beside others."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = _SVG_METADATA.sub("", _SVG_HEAD.sub("", buffer.getvalue()))
    # Ids must be unique in the page.
    prefix = f"f{hashlib.sha256(text.encode()).hexdigest()[:8]}-"
    return _SVG_ID.sub(rf"\g<1>{prefix}", text)
