-- How every customer buys as of the last day of the data.
with latest as (
    select max(as_of) as as_of
    from {{ ref('cs_customer_feature_history') }}
)

select
    features.as_of as as_of,
    features.customer_key as customer_key,
    features.first_order_date as first_order_date,
    features.last_order_date as last_order_date,
    features.recency_days as recency_days,
    features.tenure_days as tenure_days,
    features.window_days as window_days,
    features.order_count as order_count,
    features.gross_amount as gross_amount,
    features.net_amount as net_amount,
    features.basket_amount as basket_amount,
    features.basket_lines as basket_lines,
    features.basket_units as basket_units,
    features.days_between_orders as days_between_orders,
    features.promotion_share as promotion_share,
    features.return_share as return_share,
    features.product_count as product_count,
    features.category_count as category_count
from {{ ref('cs_customer_feature_history') }} as features
inner join latest
    on features.as_of = latest.as_of
