"""The parts, on demand small enough to check by hand."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from demand_forecasting import models, pooled
from demand_forecasting.backtest import make_plan
from demand_forecasting.data import build_panel
from demand_forecasting.decomposition import decompose
from demand_forecasting.demand_class import classify
from demand_forecasting.drift import reference, relative_demand
from demand_forecasting.intervals import calibrate, interval
from demand_forecasting.options import Options, options_from
from demand_forecasting.panel import Panel, choose_granularity, fill_stock_outs, to_weeks
from demand_forecasting.reorder import Stock, days_of_cover, demand_over, propose
from service_common.command import InputError
from service_common.config import Section, SettingsError

WEEK = np.array([5.0, 4, 3, 4, 8, 6, 0])


def test_seasonal_naive_repeats_the_last_week() -> None:
    history = np.tile(WEEK, 4)[None, :]
    assert models.seasonal_naive(history, 9, 7)[0].tolist() == [*WEEK, *WEEK[:2]]


def test_weekday_mean_passes_over_what_is_not_known() -> None:
    history = np.concatenate([np.full(7, np.nan), WEEK, WEEK + 2])[None, :]
    assert models.weekday_mean(history, 7, 7)[0].tolist() == (WEEK + 1).tolist()


def test_tsb_forecasts_the_rate_and_keeps_closed_days_closed() -> None:
    generator = np.random.default_rng(0)
    open_days = (np.arange(728) % 7 != 6)[None, :]
    history = np.where((generator.random((20, 728)) < 0.3) & open_days, 4.0, 0.0)
    forecast = models.tsb(history, 28, 7)
    assert forecast[:, 6].max() == 0
    assert forecast.mean() == pytest.approx(history[:, -200:].mean(), rel=0.25)


def test_tsb_forgets_a_product_that_stopped_selling() -> None:
    history = np.concatenate([np.full(100, 3.0), np.zeros(100)])[None, :]
    assert models.tsb(history, 7, 1).max() < 0.05


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (np.full(100, 5.0), "smooth"),
        (np.tile([1.0, 1, 1, 20], 25), "erratic"),
        (np.tile([0.0, 0, 5], 33), "intermittent"),
        (np.tile([0.0, 0, 1, 0, 0, 1, 0, 0, 30], 11), "lumpy"),
    ],
)
def test_classes_of_demand(history: np.ndarray, expected: str) -> None:
    assert classify(history) == expected


def test_features_at_an_origin_do_not_know_what_came_later(invented: Callable[..., Panel]) -> None:
    panel = invented(n=3, steps=450)
    origin = 400
    changed = panel.quantity.copy()
    changed[:, origin:] = 99_999
    rows = np.arange(3)
    origins = np.full(3, origin)
    before = pooled.FeatureSource(panel, panel.quantity, 28, "FR").features(rows, origins)[0]
    after = pooled.FeatureSource(panel, changed, 28, "FR").features(rows, origins)[0]
    assert np.array_equal(before, after, equal_nan=True)


def test_features_know_planned_promotions_and_holidays(invented: Callable[..., Panel]) -> None:
    panel = invented(n=1, steps=450)
    source = pooled.FeatureSource(panel, panel.quantity, 28, "FR")
    x = source.features(np.array([0]), np.array([350]))[0]
    column = pooled.FEATURES.index
    assert x[:, column("discount")].tolist() == panel.discount[0, 350:378].tolist()
    christmas = int((np.datetime64("2024-12-25") - panel.starts[350]).astype(int))
    assert x[christmas, column("holiday")] == 1
    assert x[:, column("holiday")].sum() == 2  # and New Year's Day


def test_an_unknown_country_has_no_holidays(invented: Callable[..., Panel]) -> None:
    flags, _ = pooled.holidays_of("XX", invented(n=1, steps=100), 10)
    assert not flags.any()


def test_a_day_without_stock_counts_as_the_usual_demand(make_panel: Callable[..., Panel]) -> None:
    quantity = np.tile(WEEK, 6)[None, :].copy()
    quantity[0, 39] = 0  # a Friday
    panel = make_panel(quantity)
    panel.stock_out[0, 39] = True
    assert fill_stock_outs(panel)[0, 39] == 8
    assert panel.quantity[0, 39] == 0


def test_weeks_end_on_the_last_day_and_keep_every_unit_of_a_whole_week(
    make_panel: Callable[..., Panel],
) -> None:
    panel = make_panel(np.tile(WEEK, 20)[None, :138].copy())
    weekly = to_weeks(panel)
    assert weekly.steps == 19
    assert weekly.last_day() == panel.last_day()
    assert weekly.quantity.sum() == panel.quantity[:, -133:].sum()


def test_granularity_turns_weekly_when_demand_is_sparse(make_panel: Callable[..., Panel]) -> None:
    sparse = np.zeros((3, 200))
    sparse[:, ::30] = 2
    assert choose_granularity(make_panel(sparse), "auto").step_days == 7
    assert choose_granularity(make_panel(sparse), "day").step_days == 1
    assert choose_granularity(make_panel(np.ones((3, 200))), "auto").step_days == 1


def rows(days: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "product_key": "x:a",
            "site_id": "s",
            "level": "product_site",
            "category": "c",
            "is_active": True,
            "demand_date": pd.date_range("2025-01-01", periods=days),
            "quantity": 1.0,
            "stock_out": False,
        }
    )


PROMOTIONS = pd.DataFrame({"product_key": [], "site_id": [], "promotion_date": [], "discount_share": []})


def test_too_little_data_is_said_in_words() -> None:
    with pytest.raises(InputError, match="is empty"):
        build_panel(rows(0), PROMOTIONS)
    with pytest.raises(InputError, match="at least 84"):
        build_panel(rows(60), PROMOTIONS)
    with pytest.raises(InputError, match="too few"):
        make_plan(build_panel(rows(90), PROMOTIONS), Options(horizon_days=56))


def test_promotions_land_on_their_days_past_and_planned() -> None:
    planned = pd.DataFrame(
        {
            "product_key": ["x:a", "x:a", "x:other"],
            "site_id": ["s", "s", "s"],
            "promotion_date": pd.to_datetime(["2025-01-03", "2025-04-15", "2025-01-03"]),
            "discount_share": [0.2, 0.0, 0.5],
        }
    )
    panel = build_panel(rows(100), planned)
    assert np.flatnonzero(panel.discount[0]).tolist() == [2, 104]
    assert panel.discount[0, 2] == 0.2


def test_intervals_cover_about_their_share_and_never_go_below_zero() -> None:
    generator = np.random.default_rng(2)
    forecast = np.tile(generator.uniform(2, 50, (30, 1, 1)), (1, 4, 28))
    actual = generator.poisson(forecast).astype(np.float64)
    classes = ("smooth",) * 30
    everything = np.ones(actual.shape, dtype=np.bool_)
    spreads = calibrate(actual[:, :3], forecast[:, :3], everything[:, :3], classes, 0.8)
    bounds = [interval(forecast[i, 3], spreads[i]) for i in range(30)]
    low, high = np.array([b[0] for b in bounds]), np.array([b[1] for b in bounds])
    assert (low >= 0).all()
    assert 0.74 < float(((actual[:, 3] >= low) & (actual[:, 3] <= high)).mean()) < 0.9


def test_planted_anomalies_are_found_and_explained_ones_come_last(make_panel: Callable[..., Panel]) -> None:
    generator = np.random.default_rng(4)
    quantity = generator.poisson(np.tile(WEEK * 5, 60) + 0.0, (2, 420)).astype(np.float64)
    promotions = np.zeros((2, 420))
    quantity[0, 400] = 300
    quantity[1, 390] = 250
    promotions[1, 390] = 0.3
    quantity[:, 375] = 0  # a Friday on which the site was closed
    seasons, anomalies = decompose(make_panel(quantity, promotions=promotions), [0, 1], 6.0, 100)
    assert [(a.series, a.step, a.explained_by) for a in anomalies] == [(0, 400, None), (1, 390, "promotion")]
    assert seasons[0].peak_weekday == "Friday"
    assert seasons[0].weekly_strength is not None
    assert seasons[0].weekly_strength > 0.8
    assert seasons[0].yearly_strength is None


def test_reorder_arithmetic() -> None:
    forecast = np.full(28, 10.0)
    assert demand_over(forecast, 1, 5) == 50
    assert demand_over(forecast, 1, 40) == 400
    assert demand_over(np.full(4, 70.0), 7, 10) == pytest.approx(100)
    assert days_of_cover(forecast, 1, 25) == 2
    assert days_of_cover(forecast, 1, 500) == pytest.approx(50)
    assert days_of_cover(np.zeros(28), 1, 5) is None
    low = propose(forecast, 1, Stock(20, 0, 9, lead_time_known=True), 2.0, 1.5, 7)
    assert low.demand_until_next_delivery == 160
    assert low.safety_stock == pytest.approx(1.5 * 2 * 4)
    assert low.reorder_point == pytest.approx(172)
    assert low.order_up_to == pytest.approx(242)
    assert low.proposed_quantity == 222
    assert propose(forecast, 1, Stock(20, 200, 9, lead_time_known=True), 2.0, 1.5, 7).proposed_quantity == 0


def test_drift_compares_demand_with_its_own_level(invented: Callable[..., Panel]) -> None:
    demand = invented(n=5, steps=400).quantity
    edges, shares = reference(demand, 1)
    assert sum(shares) == pytest.approx(1)
    assert len(shares) == len(edges) + 1
    demand[:, -28:] *= 3
    assert np.median(relative_demand(demand, 1, 4)) > 2


def test_settings_out_of_range_are_named() -> None:
    assert options_from(Section("demand_forecasting", {"horizon_days": 14})).horizon_days == 14
    with pytest.raises(SettingsError, match=r"demand_forecasting\.interval"):
        options_from(Section("demand_forecasting", {"interval": 2}))
