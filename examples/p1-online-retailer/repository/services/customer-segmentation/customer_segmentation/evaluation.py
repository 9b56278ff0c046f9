"""Evaluate: metrics.json, the HTML report and the model card of the segments that are in use."""

import numpy as np
import pandas as pd
from service_common import report as page
from service_common.metrics import MetricRow, report_folder, write_metrics
from service_common.registry import Entry, Registry, RegistryError, open_registry
from service_common.warehouse import Warehouse, open_warehouse

from customer_segmentation import USE_CASE, space
from customer_segmentation.card import model_card
from customer_segmentation.data import load_categories, load_customers
from customer_segmentation.model import SegmentModel, from_artefact
from customer_segmentation.segmenting import NEW, assign, movements

BASELINE = "RFM quintile rule"


def metric_rows(model: SegmentModel) -> list[MetricRow]:
    """The figures of the segments beside those of the rule."""
    ours, rule = model.chosen, model.baseline
    rows = (
        ("Silhouette", ours.silhouette, rule.silhouette, "-1 to 1"),
        ("Stability (adjusted Rand)", ours.stability, rule.stability, "0 to 1"),
        ("Smallest segment", ours.smallest_share, rule.smallest_share, "share of customers"),
    )
    return [MetricRow(name, round(a, 4), round(b, 4), unit, "higher") for name, a, b, unit in rows]


def verdict(model: SegmentModel) -> str:
    """The result in a sentence."""
    ours = model.chosen
    if not model.beats_baseline:
        return "The segments are not clearer than scoring by RFM quintiles; use the simple rule."
    return (
        f"{ours.segments} segments, clearer than RFM quintiles (silhouette {ours.silhouette:.2f} against "
        f"{model.baseline.silhouette:.2f}) and found again in resamples (agreement {ours.stability:.2f})."
    )


def promoted(registry: Registry) -> tuple[Entry, SegmentModel]:
    """The model in use."""
    entry = registry.promoted()
    if entry is None:
        raise RegistryError("No model was promoted yet: run `python -m customer_segmentation train` first.")
    return entry, from_artefact(registry.artefact(entry))


def main() -> int:
    """`python -m customer_segmentation evaluate`."""
    entry, model = promoted(open_registry(USE_CASE))
    folder = report_folder(USE_CASE)
    card = folder / "model-card.md"
    card.write_text(model_card(entry, model, metric_rows(model), verdict(model)), encoding="utf-8")
    html = build(open_warehouse(), entry, model).write(folder / "report.html")
    write_metrics(
        USE_CASE,
        version=entry.version,
        as_of=entry.data_to,
        baseline=BASELINE,
        verdict=verdict(model),
        beats_baseline=model.beats_baseline,
        rows=metric_rows(model),
        files=[html, card],
    )
    for row in metric_rows(model):
        print(f"{row.metric:26s} {row.model:7.3f}   {BASELINE} {row.baseline:7.3f}   {row.unit}")
    print(verdict(model))
    print(f"report: {html}")
    return 0


def build(warehouse: Warehouse, entry: Entry, model: SegmentModel) -> page.Report:
    """The page."""
    history = load_customers(warehouse, history=True)
    as_of = str(history["as_of"].max())
    current = history[history["as_of"] == as_of].reset_index(drop=True)
    assigned = assign(history, model)
    now = assigned[assigned["as_of"] == as_of].reset_index(drop=True)
    ours = model.chosen
    report = page.Report(
        title="Customer segments: who they are and whether they hold",
        lead=f"{verdict(model)} {len(current)} customers as of {as_of}.",
        cards=[
            page.Card("Segments", str(ours.segments)),
            page.Card("Silhouette", f"{ours.silhouette:.2f}", f"{BASELINE} {model.baseline.silhouette:.2f}"),
            page.Card("Stability", f"{ours.stability:.2f}", f"{BASELINE} {model.baseline.stability:.2f}"),
            page.Card("Sales without a customer", f"{model.anonymous_share:.1%}", "not in any segment"),
        ],
        footer=f"Model {entry.version} · data {entry.data_from} to {entry.data_to} · "
        f"code {entry.code_version[:12]}",
    )
    _segments(report, model)
    _map(report, current, now, model)
    _behaviour(report, model, now, load_categories(warehouse))
    _movement(report, movements(assigned), model)
    _choice(report, model)
    return report


def _colour(index: int) -> str:
    return page.PALETTE[index % len(page.PALETTE)]


def _segments(report: page.Report, model: SegmentModel) -> None:
    block = report.block("The segments", "Names follow fixed rules; most valuable first.")
    block.table(
        ["Segment", "Customers", "Share of sales", "What they do", "What to do"],
        [
            [
                p.name,
                f"{p.customers} ({p.customer_share:.0%})",
                f"{p.amount_share:.0%}",
                p.description,
                p.suggestion,
            ]
            for p in model.profiles
        ],
        numeric=(1, 2),
    )
    figure, (axis,) = page.plot(9, 0.55 + 0.42 * len(model.profiles))
    names = [p.name for p in model.profiles][::-1]
    y = np.arange(len(names))
    axis.barh(
        y + 0.18,
        [p.customer_share for p in model.profiles][::-1],
        0.34,
        color="#c9d1d8",
        label="of customers",
    )
    axis.barh(
        y - 0.18, [p.amount_share for p in model.profiles][::-1], 0.34, color=page.ACCENT, label="of sales"
    )
    axis.set_yticks(y, names)
    axis.grid(visible=False, axis="y")
    axis.xaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
    axis.legend(frameon=False, loc="lower right")
    block.figure(figure, "Share of customers and of sales by segment.")


def _map(report: page.Report, current: pd.DataFrame, now: pd.DataFrame, model: SegmentModel) -> None:
    block = report.block("Where they lie", "Each point is a customer; both axes are logarithmic.")
    values = space.raw(current)
    figure, (left, right) = page.plot(10.5, 3.8, columns=2)
    rows = np.arange(len(current))
    if len(rows) > 4000:
        rows = np.random.default_rng(0).choice(len(current), 4000, replace=False)
    shown = values[rows]
    labels = now["segment_id"].to_numpy()[rows]
    for s, name in enumerate(model.names()):
        part = shown[labels == s]
        left.scatter(
            part[:, 0] + 1, part[:, 1] + 0.03, s=9, alpha=0.55, color=_colour(s), linewidths=0, label=name
        )
        right.scatter(part[:, 3] + 1, part[:, 2] + 1, s=9, alpha=0.55, color=_colour(s), linewidths=0)
    for axis in (left, right):
        axis.set_xscale("log")
        axis.set_yscale("log")
    left.set_xlabel("Days since the last order")
    left.set_ylabel("Orders a month")
    right.set_xlabel("Amount per basket")
    right.set_ylabel("Amount a month")
    figure.legend(
        *left.get_legend_handles_labels(),
        loc="outside lower center",
        ncols=min(4, len(model.profiles)),
        frameon=False,
        markerscale=2,
    )
    block.figure(figure, "Recency and frequency (left), basket and value (right).")


def _behaviour(report: page.Report, model: SegmentModel, now: pd.DataFrame, categories: pd.DataFrame) -> None:
    block = report.block("How they buy", "Medians of customers with an order in the window.")
    block.table(
        ["Segment", "Days between orders", "Per basket", "Lines per basket", "Categories", "On promotion"],
        [
            [
                p.name, "" if p.days_between_orders is None else f"{p.days_between_orders:.0f}",
                f"{p.basket_amount:,.0f}", f"{p.basket_lines:.1f}", f"{p.category_count:.0f}",
                f"{p.promotion_share:.0%}",
            ]
            for p in model.profiles
        ],
        numeric=(1, 2, 3, 4, 5),
    )  # fmt: skip
    joined = categories.merge(now[["customer_key", "segment_id"]], on="customer_key")
    if joined["category"].nunique() < 2:
        return
    largest = joined.groupby("category")["net_amount"].sum().nlargest(7).index
    joined["category"] = joined["category"].where(joined["category"].isin(largest), "everything else")
    mix = joined.pivot_table(
        index="segment_id", columns="category", values="net_amount", aggfunc="sum", fill_value=0
    )
    mix = mix.clip(lower=0)
    mix = mix.div(mix.sum(axis=1).replace(0, 1), axis=0)
    figure, (axis,) = page.plot(10, 0.8 + 0.42 * len(mix))
    left = np.zeros(len(mix))
    positions = np.arange(len(mix))[::-1]
    for c, name in enumerate(mix.columns):
        part = mix[name].to_numpy(dtype=np.float64)
        axis.barh(positions, part, 0.6, left=left, color=_colour(c), label=str(name)[:28])
        left = left + part
    names = model.names()
    axis.set_yticks(positions, [names[int(str(s))] for s in mix.index])
    axis.set_xlim(0, 1)
    axis.grid(visible=False)
    axis.xaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
    figure.legend(*axis.get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False)
    block.figure(figure, "What each segment spends its money on.")


def _movement(report: page.Report, moved: pd.DataFrame, model: SegmentModel) -> None:
    if moved.empty:
        report.block("Movement", "There is too little history to see customers move between segments.")
        return
    last = str(moved["to_as_of"].max())
    part = moved[moved["to_as_of"] == last]
    rows, columns = [*model.names(), NEW], list(model.names())
    table = np.zeros((len(rows), len(columns)))
    for item in part.itertuples(index=False):
        table[rows.index(str(item.from_segment)), columns.index(str(item.to_segment))] = float(
            str(item.customers)
        )
    stayed = float(np.trace(table[: len(columns)])) / max(1.0, float(table[: len(columns)].sum()))
    share = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    figure, (axis,) = page.plot(9, 1.4 + 0.42 * len(rows))
    axis.imshow(share, cmap="GnBu", vmin=0, vmax=1, aspect="auto")
    axis.grid(visible=False)
    axis.set_xticks(np.arange(len(columns)), [c.replace(", ", ",\n") for c in columns], fontsize=7.5)
    axis.set_yticks(np.arange(len(rows)), rows)
    axis.spines[["left", "bottom"]].set_visible(False)
    for y in range(len(rows)):
        for x in range(len(columns)):
            if table[y, x] > 0:
                axis.text(x, y, f"{table[y, x]:.0f}", ha="center", va="center", fontsize=8,
                          color="white" if share[y, x] > 0.6 else page.INK)  # fmt: skip
    block = report.block(
        "Movement between segments",
        f"From {part['from_as_of'].iloc[0]} (rows) to {last} (columns): {stayed:.0%} of the customers "
        "stayed where they were.",
    )
    block.figure(figure, "Customers by segment a quarter ago and now; darker is a larger share of the row.")


def _choice(report: page.Report, model: SegmentModel) -> None:
    block = report.block(
        "Why this number of segments",
        "Silhouette says how clearly segments differ, stability how alike the segments of resamples are. "
        "The largest number is taken that is stable and nearly as clear as the clearest.",
    )
    figure, (axis,) = page.plot(8, 2.6)
    k = [c.segments for c in model.candidates]
    axis.plot(k, [c.stability for c in model.candidates], "o-", color=page.ACCENT, label="Stability")
    axis.plot(k, [c.silhouette for c in model.candidates], "o-", color=page.WARM, label="Silhouette")
    axis.axvline(model.chosen.segments, color=page.MUTED, linestyle=":", linewidth=1.2)
    axis.set_ylim(0, 1.02)
    axis.set_xticks(k)
    axis.set_xlabel("Segments")
    axis.legend(frameon=False, ncols=2, loc="lower left")
    block.figure(figure, f"{model.chosen.segments} segments were chosen.")
