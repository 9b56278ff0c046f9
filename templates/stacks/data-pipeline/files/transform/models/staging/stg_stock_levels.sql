select
    source_id,
    product_id,
    site_id,
    measured_on,
    on_hand,
    on_order
from {{ source('landing', 'stock_levels') }}
where {{ reject_reason('stock_levels') }} is null
