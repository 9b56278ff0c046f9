"""What a planner would miss: forecasts better than repeating last week, honest intervals, a safe fallback."""

from collections.abc import Callable

import numpy as np
import pytest
from demand_forecasting import backtest, models, training
from demand_forecasting.artefact import ForecastModel, from_artefact, to_artefact
from demand_forecasting.backtest import Backtest
from demand_forecasting.choice import Choice, choose
from demand_forecasting.evaluation import metric_rows, numbers, verdict
from demand_forecasting.forecasting import predict
from demand_forecasting.options import Options
from demand_forecasting.panel import Panel
from service_common.registry import RegistryError


@pytest.fixture(scope="module")
def model(panel: Panel, options: Options, chooser: Callable[[Backtest], tuple[Choice, ...]]) -> ForecastModel:
    return training.fit(panel, options, chooser)


def test_forecasts_are_clearly_better_than_seasonal_naive(model: ForecastModel) -> None:
    ours, naive = numbers(model.evaluation["model"]), numbers(model.evaluation["baseline"])
    assert ours["wape"] < 0.85 * naive["wape"]
    assert ours["mase"] < 0.85 * naive["mase"]
    assert abs(ours["bias"]) < 0.1


def test_intervals_hold_what_they_promise(model: ForecastModel) -> None:
    ours = numbers(model.evaluation["model"])
    assert 0.7 < ours["coverage"] < 0.92
    assert ours["width"] < numbers(model.evaluation["baseline"])["width"]


def test_where_nothing_beats_seasonal_naive_it_predicts(panel: Panel, options: Options) -> None:
    def bad(test: Backtest) -> tuple[Choice, ...]:
        test.forecasts[models.WEEKDAY_MEAN][:] = 10_000
        return tuple(Choice((models.WEEKDAY_MEAN,), 0.5) for _ in test.plan.classes)

    model = training.fit(panel, options, bad)
    assert model.evaluation["beats_baseline"] is False
    assert {s.choice.members for s in model.series.values()} == {(models.NAIVE,)}
    assert "seasonal naive is what predicts" in verdict(model)


def test_the_choice_does_not_look_at_the_weeks_that_measure_it(panel: Panel, options: Options) -> None:
    test = backtest.run(backtest.make_plan(panel, options), options)
    before = choose(test)
    test.actual[:, -1] = 0.0
    for forecast in test.forecasts.values():
        forecast[:, -1] = 1e9
    assert choose(test) == before


def test_no_series_uses_a_model_that_lost_to_seasonal_naive(panel: Panel, options: Options) -> None:
    test = backtest.run(backtest.make_plan(panel, options), options)
    for kind, forecast in test.forecasts.items():
        if kind != models.NAIVE:
            forecast[:] = test.actual + 1e6
    assert {c.members for c in choose(test)} == {(models.NAIVE,)}


def test_the_same_data_give_the_same_model(panel: Panel, options: Options) -> None:
    assert to_artefact(training.fit(panel, options)) == to_artefact(training.fit(panel, options))


def test_a_model_survives_being_stored(panel: Panel, options: Options, model: ForecastModel) -> None:
    import json

    stored = from_artefact(json.loads(json.dumps(to_artefact(model))))
    ours, theirs = predict(panel, model, options), predict(panel, stored, options)
    assert np.array_equal(ours.quantity, theirs.quantity)
    assert np.array_equal(ours.low, theirs.low)
    with pytest.raises(RegistryError, match="train"):
        from_artefact({"format": 0})


def test_predictions_are_finite_ordered_and_closed_days_stay_closed(
    panel: Panel, options: Options, model: ForecastModel
) -> None:
    found = predict(panel, model, options)
    assert np.isfinite(found.quantity).all()
    assert (found.low >= 0).all()
    assert (found.low <= found.quantity + 1e-9).all()
    assert (found.quantity <= found.high + 1e-9).all()
    closed = [s for s in range(model.horizon) if (panel.steps + s) % 7 == 6]
    assert found.quantity[:, closed].mean() < 0.1 * found.quantity.mean()


def test_a_product_that_came_after_the_training_is_forecast_too(
    options: Options, model: ForecastModel, invented: Callable[..., Panel]
) -> None:
    wider = invented(n=13)
    found = predict(wider, model, options)
    assert found.quantity.shape[0] == 13
    assert np.isfinite(found.quantity).all()


def test_figures_that_are_printed_stand_beside_the_baseline(model: ForecastModel) -> None:
    rows = {row.metric: row for row in metric_rows(model)}
    assert set(rows) >= {"WAPE", "MASE", "Bias", "Interval coverage"}
    assert all(row.baseline is not None for row in rows.values())
