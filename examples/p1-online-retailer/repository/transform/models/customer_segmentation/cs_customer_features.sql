-- How every customer buys as of the last day of the data.
with latest as (
    select max(as_of) as as_of
    from {{ ref('cs_customer_feature_history') }}
)

select
    features.as_of,
    features.customer_key,
    features.first_order_date,
    features.last_order_date,
    features.recency_days,
    features.tenure_days,
    features.window_days,
    features.order_count,
    features.gross_amount,
    features.net_amount,
    features.basket_amount,
    features.basket_lines,
    features.basket_units,
    features.days_between_orders,
    features.promotion_share,
    features.return_share,
    features.product_count,
    features.category_count
from {{ ref('cs_customer_feature_history') }} as features
inner join latest
    on features.as_of = latest.as_of
