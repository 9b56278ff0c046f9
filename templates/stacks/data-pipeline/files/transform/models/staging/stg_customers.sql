select
    source_id,
    customer_id,
    first_seen_at,
    country,
    kind,
    marketing_consent
from {{ source('landing', 'customers') }}
where {{ reject_reason('customers') }} is null
