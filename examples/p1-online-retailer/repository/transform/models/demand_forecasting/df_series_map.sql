-- Which series every product and site belongs to, so that the forecasts cover all sales exactly once:
--   product_site  sold often enough in this site to be forecast on its own
--   product       the product's remaining sites together
--   category      what is left of a category, together
-- The limits are variables: a retailer with 50,000 products gets the busiest ones on their own.
with lines as (
    select
        lines.product_key as product_key,
        lines.site_id as site_id,
        lines.order_date as order_date,
        coalesce(products.category, 'other') as category
    from {{ ref('fct_sales_lines') }} as lines
    left join {{ ref('dim_products') }} as products
        on lines.product_key = products.product_key
    where
        not lines.is_return
        and lines.product_key is not null
        and lines.order_date is not null
),

pairs as (
    select
        product_key,
        site_id,
        category,
        count(*) as line_count,
        count(distinct order_date) as selling_days
    from lines
    group by product_key, site_id, category
),

ranked_pairs as (
    select
        product_key,
        site_id,
        row_number() over (order by line_count desc, product_key asc, site_id asc) as volume_rank
    from pairs
    where selling_days >= {{ var('demand_forecasting_min_selling_days', 40) }}
),

own_pairs as (
    select
        product_key,
        site_id
    from ranked_pairs
    where volume_rank <= {{ var('demand_forecasting_max_product_site_series', 1000) }}
),

remaining_products as (
    select
        lines.product_key as product_key,
        count(*) as line_count,
        count(distinct lines.order_date) as selling_days
    from lines
    left join own_pairs
        on lines.product_key = own_pairs.product_key and lines.site_id = own_pairs.site_id
    where own_pairs.product_key is null
    group by lines.product_key
),

ranked_products as (
    select
        product_key,
        row_number() over (order by line_count desc, product_key asc) as volume_rank
    from remaining_products
    where selling_days >= {{ var('demand_forecasting_min_selling_days', 40) }}
),

own_products as (
    select product_key
    from ranked_products
    where volume_rank <= {{ var('demand_forecasting_max_product_series', 500) }}
),

levels as (
    select
        pairs.product_key as product_key,
        pairs.site_id as site_id,
        pairs.category as category,
        case
            when own_pairs.product_key is not null then 'product_site'
            when own_products.product_key is not null then 'product'
            else 'category'
        end as level
    from pairs
    left join own_pairs
        on pairs.product_key = own_pairs.product_key and pairs.site_id = own_pairs.site_id
    left join own_products
        on pairs.product_key = own_products.product_key
)

select
    product_key,
    site_id,
    level,
    category,
    case when level = 'category' then 'category:' || category else product_key end
        as series_product_key,
    case when level = 'product_site' then site_id else '(other sites)' end as series_site_id
from levels
