"""What a marketer would miss: segments that differ, that hold, and that are named for what they are."""

import json

import numpy as np
import pandas as pd
import pytest
from customer_segmentation import clustering, space
from customer_segmentation.clustering import Candidate, Fitter
from customer_segmentation.evaluation import metric_rows, verdict
from customer_segmentation.model import SegmentModel, from_artefact, to_artefact
from customer_segmentation.naming import unique
from customer_segmentation.options import Options, options_from
from customer_segmentation.segmenting import NEW, assign, drift, movements
from customer_segmentation.training import fit
from service_common.command import InputError
from service_common.config import Section, SettingsError
from service_common.registry import RegistryError
from sklearn.metrics import adjusted_rand_score

OPTIONS = Options()


@pytest.fixture(scope="module")
def model(customers: pd.DataFrame, fitter: Fitter) -> SegmentModel:
    return fit(customers, OPTIONS, fitter=fitter)


def test_the_kinds_of_customers_are_found_again(
    customers: pd.DataFrame, kinds: list[str], model: SegmentModel
) -> None:
    assert model.chosen.segments == 4
    assert adjusted_rand_score(kinds, assign(customers, model)["segment_id"]) > 0.9


def test_segments_are_clearer_than_the_rfm_rule_and_stable(model: SegmentModel) -> None:
    assert model.chosen.silhouette > model.baseline.silhouette + 0.1
    assert model.chosen.stability > 0.9
    assert model.beats_baseline
    assert {row.metric for row in metric_rows(model)} >= {"Silhouette", "Stability (adjusted Rand)"}


def test_names_follow_from_the_figures(
    customers: pd.DataFrame, kinds: list[str], model: SegmentModel
) -> None:
    assigned = assign(customers, model)
    named = pd.Series(assigned["segment"]).groupby(pd.Series(kinds)).agg(lambda s: s.mode()[0])
    assert named["loyal"] == "Loyal high-value"
    assert named["lapsed"] == "Lapsed"
    assert named["regular"] == "Regular"
    assert named["rare"] in ("Occasional", "Cooling")
    assert len(set(model.names())) == len(model.names())
    assert sum(p.customers for p in model.profiles) == len(customers)
    assert sum(p.amount_share for p in model.profiles) == pytest.approx(1)


def test_customers_without_structure_are_said_to_have_none() -> None:
    generator = np.random.default_rng(1)
    points = generator.normal(0, 1, (300, 4))
    candidate = clustering.judge(points, 6, OPTIONS, clustering.k_means)
    assert candidate.stability < OPTIONS.minimum_stability


def test_the_choice_wants_stability_first_and_then_as_many_segments_as_stay_clear() -> None:
    def of(segments: int, silhouette: float, stability: float, smallest: float = 0.1) -> Candidate:
        return Candidate(segments, silhouette, stability, smallest)

    clear = [of(2, 0.6, 0.99), of(3, 0.5, 0.95), of(4, 0.48, 0.9), of(5, 0.49, 0.5), of(6, 0.3, 0.95)]
    assert clustering.choose(clear, OPTIONS).segments == 4
    assert clustering.choose([*clear, of(7, 0.6, 0.99, 0.001)], OPTIONS).segments == 4
    shaky = [of(2, 0.3, 0.7), of(3, 0.4, 0.75), of(4, 0.5, 0.4)]
    assert clustering.choose(shaky, OPTIONS).segments == 3


def test_the_currency_changes_nothing(customers: pd.DataFrame) -> None:
    dearer = customers.assign(
        net_amount=customers["net_amount"] * 163, basket_amount=customers["basket_amount"] * 163
    )
    plain, scaled = fit(customers, OPTIONS), fit(dearer, OPTIONS)
    assert plain.names() == scaled.names()
    assert (assign(customers, plain)["segment"] == assign(dearer, scaled)["segment"]).all()


def test_one_huge_customer_moves_nobody(customers: pd.DataFrame) -> None:
    huge = customers.copy()
    huge.loc[0, ["net_amount", "basket_amount"]] = [1e9, 1e8]
    before = assign(customers, fit(customers, OPTIONS))["segment"]
    after = assign(huge, fit(huge, OPTIONS))["segment"]
    assert (before[1:] == after[1:]).mean() > 0.98


def test_the_order_of_the_rows_changes_nothing_but_chance(customers: pd.DataFrame) -> None:
    shuffled = customers.sample(frac=1, random_state=1)
    first = assign(customers, fit(customers, OPTIONS)).set_index("customer_key")["segment"]
    second = assign(shuffled, fit(shuffled, OPTIONS)).set_index("customer_key")["segment"]
    assert (first == second.reindex(first.index)).mean() > 0.98


def test_the_same_data_give_the_same_model(customers: pd.DataFrame) -> None:
    assert to_artefact(fit(customers, OPTIONS)) == to_artefact(fit(customers, OPTIONS))


def test_a_model_survives_being_stored(customers: pd.DataFrame, model: SegmentModel) -> None:
    stored = from_artefact(json.loads(json.dumps(to_artefact(model))))
    assert stored == model
    assert assign(customers, stored).equals(assign(customers, model))
    with pytest.raises(RegistryError, match="train"):
        from_artefact({"format": 0})


def test_movements_count_every_customer_once(customers: pd.DataFrame, model: SegmentModel) -> None:
    earlier = customers.iloc[:400].assign(as_of="2025-03-31", recency_days=5.0)
    assigned = assign(pd.concat([earlier, customers], ignore_index=True), model)
    moved = movements(assigned)
    assert moved["customers"].sum() == len(customers)
    assert moved.loc[moved["from_segment"] == NEW, "customers"].sum() == len(customers) - 400
    assert set(moved["to_as_of"]) == {"2025-06-30"}
    assert movements(assign(customers, model)).empty


def test_segments_of_one_name_are_told_apart_by_their_baskets() -> None:
    assert unique(["A", "B", "A"], [10, 5, 20]) == ["A, smaller baskets", "B", "A, larger baskets"]
    assert len(set(unique(["A"] * 5, [1, 2, 3, 4, 5]))) == 5


def test_drift_is_seen(customers: pd.DataFrame, model: SegmentModel) -> None:
    assert max(drift(customers, model).values()) < 0.01
    later = customers.assign(order_count=customers["order_count"] * 0.2)
    assert drift(later, model)["orders_per_month"] > 0.25


def test_half_a_year_of_data_compares_with_a_whole_one(customers: pd.DataFrame) -> None:
    half = customers.assign(
        window_days=182.5, order_count=customers["order_count"] / 2, net_amount=customers["net_amount"] / 2
    )
    assert np.allclose(space.raw(half), space.raw(customers))


def test_too_few_customers_are_refused_in_words(customers: pd.DataFrame) -> None:
    with pytest.raises(InputError, match=r"sales_lines\.customer_id"):
        fit(customers.head(30), OPTIONS)


def test_a_segmentation_that_loses_to_the_rule_says_so(model: SegmentModel) -> None:
    import dataclasses

    worse = dataclasses.replace(model, chosen=dataclasses.replace(model.chosen, silhouette=-0.5))
    assert not worse.beats_baseline
    assert "use the simple rule" in verdict(worse)


def test_settings_out_of_range_are_named() -> None:
    with pytest.raises(SettingsError, match=r"customer_segmentation\.max_segments"):
        options_from(Section("customer_segmentation", {"min_segments": 5, "max_segments": 3}))
