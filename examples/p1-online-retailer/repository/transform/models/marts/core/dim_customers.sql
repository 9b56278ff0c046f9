{#- Every customer that is listed or ever bought: sources without a customer list give customers too. -#}
with bought as (

    select
        source_id,
        customer_id,
        min(cast(ordered_at as date)) as first_order_date,
        max(cast(ordered_at as date)) as last_order_date
    from {{ ref('stg_sales_lines') }}
    where customer_id is not null and quantity > 0
    group by source_id, customer_id

),

known as (

    select
        source_id,
        customer_id
    from {{ ref('stg_customers') }}
    union distinct
    select
        source_id,
        customer_id
    from {{ ref('stg_sales_lines') }}
    where customer_id is not null

)

select
    known.source_id || ':' || known.customer_id as customer_key,
    known.source_id as source_id,
    known.customer_id as customer_id,
    bought.first_order_date as first_order_date,
    bought.last_order_date as last_order_date,
    customers.first_seen_at as first_seen_at,
    customers.country as country,
    customers.kind as kind,
    customers.marketing_consent as marketing_consent
from known
left join bought
    on
        known.source_id = bought.source_id
        and known.customer_id = bought.customer_id
left join {{ ref('stg_customers') }} as customers
    on
        known.source_id = customers.source_id
        and known.customer_id = customers.customer_id
