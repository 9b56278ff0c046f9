"""Evaluate: metrics.json, the HTML report and the model card of the model that predicts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from service_common import report as page
from service_common.metrics import MetricRow, report_folder, write_metrics
from service_common.registry import Entry, Registry, RegistryError, open_registry

from demand_forecasting import USE_CASE
from demand_forecasting.artefact import ForecastModel, from_artefact
from demand_forecasting.card import model_card
from demand_forecasting.models import NAIVE, TITLES

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def numbers(value: object) -> dict[str, float]:
    """A block of figures of the artefact."""
    return {str(k): float(v) for k, v in value.items()} if isinstance(value, Mapping) else {}


def metric_rows(model: ForecastModel) -> list[MetricRow]:
    """The figures of the latest origin beside those of seasonal naive."""
    ours, naive = numbers(model.evaluation["model"]), numbers(model.evaluation["baseline"])
    rows = [
        MetricRow("WAPE", ours["wape"], naive["wape"], "share of demand", "lower"),
        MetricRow("MASE", ours["mase"], naive["mase"], "1 = naive in the past", "lower"),
        MetricRow("Bias", ours["bias"], naive["bias"], "share of demand", "closer", 0.0),
        MetricRow(
            "Interval coverage",
            ours["coverage"],
            naive["coverage"],
            "share of days",
            "closer",
            model.interval,
        ),
        MetricRow("Interval width", ours["width"], naive["width"], "of mean demand", "lower"),
    ]
    return [
        MetricRow(r.metric, _rounded(r.model), _rounded(r.baseline), r.unit, r.better, r.target) for r in rows
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def verdict(model: ForecastModel) -> str:
    """The result in a sentence."""
    ours, naive = numbers(model.evaluation["model"]), numbers(model.evaluation["baseline"])
    if not model.evaluation["beats_baseline"]:
        return "No candidate beat seasonal naive on the latest weeks, so seasonal naive is what predicts."
    gain = 1 - ours["wape"] / naive["wape"]
    return f"The forecasts are off by {gain:.0%} less than seasonal naive, on weeks not used to choose."


def main() -> int:
    """`python -m demand_forecasting evaluate`."""
    entry, model = promoted(open_registry(USE_CASE))
    folder = report_folder(USE_CASE)
    html, card = write_report(entry, model, folder)
    write_metrics(
        USE_CASE,
        version=entry.version,
        as_of=entry.data_to,
        baseline=TITLES[NAIVE],
        verdict=verdict(model),
        beats_baseline=bool(model.evaluation["beats_baseline"]),
        rows=metric_rows(model),
        files=[html, card],
    )
    for row in metric_rows(model):
        print(f"{row.metric:18s} {row.model:8.3f}   {TITLES[NAIVE]} {row.baseline:8.3f}   {row.unit}")
    print(verdict(model))
    print(f"report: {html}")
    return 0


def promoted(registry: Registry) -> tuple[Entry, ForecastModel]:
    """The model that predicts."""
    entry = registry.promoted()
    if entry is None:
        raise RegistryError("No model was promoted yet: run `python -m demand_forecasting train` first.")
    return entry, from_artefact(registry.artefact(entry))


def write_report(entry: Entry, model: ForecastModel, folder: Path) -> tuple[Path, Path]:
    """Write report.html and model-card.md into a folder."""
    card = folder / "model-card.md"
    card.write_text(model_card(entry, model, metric_rows(model), verdict(model)), encoding="utf-8")
    return build(entry, model).write(folder / "report.html"), card


def build(entry: Entry, model: ForecastModel) -> page.Report:
    """The page."""
    e = model.evaluation
    ours, naive = numbers(e["model"]), numbers(e["baseline"])
    unit = "day" if model.step_days == 1 else "week"
    report = page.Report(
        title="Demand forecasting: how good are the forecasts?",
        lead=f"{verdict(model)} Measured on {e['measured_from']} to {e['measured_to']}, one forecast of "
        f"{model.horizon} {unit}s for {e['series']} series.",
        cards=[
            page.Card("Error (WAPE)", f"{ours['wape']:.1%}", f"seasonal naive {naive['wape']:.1%}"),
            page.Card("MASE", f"{ours['mase']:.2f}", f"seasonal naive {naive['mase']:.2f}"),
            page.Card("Bias", f"{ours['bias']:+.1%}", "above 0: forecasts are too high"),
            page.Card(
                f"{model.interval:.0%} interval holds", f"{ours['coverage']:.1%}",
                f"of outcomes; width {ours['width']:.2f} of mean demand",
            ),
        ],
        footer=f"Model {entry.version} · data {entry.data_from} to {entry.data_to} · "
        f"code {entry.code_version[:12]}",
    )  # fmt: skip
    _examples(report, e.get("examples"), model)
    _candidates(report, model)
    _errors(report, model)
    return report


def _examples(report: page.Report, examples: object, model: ForecastModel) -> None:
    if not isinstance(examples, Sequence) or not examples:
        return
    block = report.block(
        "The busiest series, forecast and what came",
        "Grey: sold before. Green: forecast with its interval, made without knowing what followed. "
        "Orange: what came. Dotted: seasonal naive.",
    )
    rows = -(-len(examples) // 2)
    figure, axes = page.plot(10.5, 2.3 * rows, columns=2, rows=rows)
    for axis, example in zip(axes, examples, strict=False):
        _example(axis, example, model.step_days)
    for axis in axes[len(examples) :]:
        axis.set_axis_off()
    block.figure(
        figure, f"Last weeks of the {len(examples)} series with the most units, forecast from one day."
    )


def _example(axis: "Axes", example: Mapping[str, Sequence[float | None]], step_days: int) -> None:
    def line(name: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
        return np.array([np.nan if v is None else v for v in example[name]], dtype=np.float64)

    first = np.datetime64(str(example["from"]))
    history, forecast = line("history"), line("forecast")
    steps = np.arange(history.size + forecast.size) * step_days
    dates = (first + steps.astype("timedelta64[D]")).astype("datetime64[s]").astype(object)
    ahead = dates[history.size :]
    axis.plot(dates[: history.size], history, color="#b3bdc7", linewidth=1)
    axis.fill_between(ahead, line("low"), line("high"), color=page.ACCENT, alpha=0.16, linewidth=0)
    axis.plot(ahead, line("baseline"), color=page.MUTED, linewidth=0.9, linestyle=":")
    axis.plot(ahead, line("actual"), color=page.WARM, linewidth=1.1)
    axis.plot(ahead, forecast, color=page.ACCENT, linewidth=1.5)
    axis.set_title(str(example["series"]).replace("|", " · "))
    axis.set_ylim(bottom=0)
    axis.tick_params(labelsize=7)
    ticks = dates[:: max(1, len(dates) // 5)]
    axis.set_xticks(ticks, [f"{t.day} {t:%b}" for t in ticks])


def _candidates(report: page.Report, model: ForecastModel) -> None:
    e = model.evaluation
    chosen = e["chosen"] if isinstance(e["chosen"], Mapping) else {}
    candidates = e["candidates"] if isinstance(e["candidates"], Mapping) else {}
    tried = {str(kind): numbers(figures) for kind, figures in candidates.items()}
    origins = e["origins"] if isinstance(e["origins"], Sequence) else []
    block = report.block(
        "Which model was chosen",
        f"Every candidate forecast from {len(origins) - 1} earlier days. Each series took what did best, "
        "and seasonal naive where nothing beat it. Errors are those of the latest weeks, on the series a "
        "model was tried on: compare them with the baseline beside them, not with each other.",
    )
    rows = []
    for kind, figures in sorted(tried.items(), key=lambda pair: pair[1]["wape"] - pair[1]["baseline_wape"]):
        shared = sum(int(c) for name, c in chosen.items() if kind in name.split("+") and name != kind)
        rows.append(
            [
                TITLES[kind],
                f"{figures['series']:.0f}",
                f"{figures['wape']:.1%}",
                f"{figures['baseline_wape']:.1%}",
                str(chosen.get(kind, 0)),
                str(shared),
            ]
        )
    header = ["Model", "Series tried", "Error (WAPE)", "Naive there", "Chosen alone", "In a mean of two"]
    block.table(header, rows, numeric=(1, 2, 3, 4, 5))
    importance = e.get("importance")
    if isinstance(importance, Sequence) and importance:
        names = [str(pair[0]).replace("_", " ") for pair in importance][::-1]
        values = [float(pair[1]) for pair in importance][::-1]
        figure, (axis,) = page.plot(9, 2.8)
        axis.barh(names, values, color=page.ACCENT, height=0.62)
        axis.grid(visible=False, axis="y")
        axis.grid(axis="x", color="#e8edf1", linewidth=0.8)
        axis.xaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
        block.figure(figure, "What the pooled model looks at: share of its gain.")


def _errors(report: page.Report, model: ForecastModel) -> None:
    e = model.evaluation
    block = report.block("Where the error is", "Intermittent and lumpy products are hard for every method.")
    by_class = e["by_class"] if isinstance(e["by_class"], Sequence) else []
    block.table(
        ["Demand", "Series", "Share of units", "Error (WAPE)", "Seasonal naive"],
        [
            [
                str(row["class"]), str(row["series"]), f"{row['volume_share']:.0%}", f"{row['wape']:.1%}",
                f"{row['baseline_wape']:.1%}",
            ]
            for row in by_class
        ],
        numeric=(1, 2, 3, 4),
    )  # fmt: skip
    ours, naive = e["wape_by_week"], e["baseline_wape_by_week"]
    if isinstance(ours, Sequence) and isinstance(naive, Sequence):
        figure, (axis,) = page.plot(9, 2.6)
        weeks = np.arange(len(ours))
        axis.bar(weeks - 0.19, [float(v) for v in ours], 0.36, color=page.ACCENT, label="Chosen models")
        axis.bar(weeks + 0.19, [float(v) for v in naive], 0.36, color="#c9d1d8", label="Seasonal naive")
        axis.set_xticks(weeks, [f"week {w + 1}" for w in weeks])
        axis.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
        axis.legend(frameon=False, ncols=2, loc="upper left", bbox_to_anchor=(0, 1.16))
        block.figure(figure, "Error by week ahead.")
