{{ config(**physical(order_by=['product_key', 'site_id', 'measured_on'])) }}

select
    source_id || ':' || product_id as product_key,
    site_id,
    measured_on,
    on_hand,
    on_order
from {{ ref('stg_stock_levels') }}
