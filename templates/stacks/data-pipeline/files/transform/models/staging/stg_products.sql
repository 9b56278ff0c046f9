select
    source_id,
    product_id,
    coalesce(name, product_id) as name,
    category,
    unit_cost,
    supplier_id,
    lead_time_days
from {{ source('landing', 'products') }}
where {{ reject_reason('products') }} is null
