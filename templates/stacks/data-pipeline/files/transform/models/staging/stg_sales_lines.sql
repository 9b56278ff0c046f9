select
    source_id,
    line_id,
    coalesce(order_id, line_id) as order_id,
    ordered_at,
    product_id,
    site_id,
    customer_id,
    quantity,
    net_amount,
    coalesce(unit_price, net_amount / quantity) as unit_price,
    currency,
    promotion,
    channel,
    _loaded_at
from {{ source('landing', 'sales_lines') }}
where {{ reject_reason('sales_lines') }} is null
