select
    source_id,
    promotion_id,
    product_id,
    site_id,
    starts_on,
    ends_on,
    discount_share
from {{ source('landing', 'promotions') }}
where {{ reject_reason('promotions') }} is null
