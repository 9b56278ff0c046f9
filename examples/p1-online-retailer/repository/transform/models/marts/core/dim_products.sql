{#- Every product that is listed or was ever sold: a sale must not be lost because the product list has a gap. -#}
with known as (

    select
        source_id,
        product_id
    from {{ ref('stg_products') }}
    union distinct
    select
        source_id,
        product_id
    from {{ ref('stg_sales_lines') }}

)

select
    known.source_id || ':' || known.product_id as product_key,
    known.source_id as source_id,
    known.product_id as product_id,
    coalesce(products.name, known.product_id) as name,
    products.category as category,
    products.unit_cost as unit_cost,
    products.supplier_id as supplier_id,
    products.lead_time_days as lead_time_days
from known
left join {{ ref('stg_products') }} as products
    on
        known.source_id = products.source_id
        and known.product_id = products.product_id
