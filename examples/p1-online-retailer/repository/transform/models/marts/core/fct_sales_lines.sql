{{ config(**physical(
    order_by=['product_key', 'site_id', 'order_date'],
    month='order_date',
    cluster_by=['product_key', 'site_id'],
)) }}

select
    source_id || ':' || line_id as sales_line_key,
    source_id,
    source_id || ':' || order_id as order_id,
    ordered_at,
    cast(ordered_at as date) as order_date,
    source_id || ':' || product_id as product_key,
    site_id,
    source_id || ':' || customer_id as customer_key,
    quantity,
    net_amount,
    unit_price,
    currency,
    promotion,
    channel,
    cast(quantity < 0 as boolean) as is_return
from {{ ref('stg_sales_lines') }}
