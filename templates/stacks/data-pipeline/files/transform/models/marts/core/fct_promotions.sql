select
    source_id || ':' || promotion_id as promotion_key,
    source_id || ':' || product_id as product_key,
    site_id,
    starts_on,
    ends_on,
    discount_share
from {{ ref('stg_promotions') }}
