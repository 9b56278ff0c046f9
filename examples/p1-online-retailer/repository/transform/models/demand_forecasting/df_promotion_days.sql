-- Days on which a product is on promotion in a site, past and planned: what a forecast may know in advance.
with digits as (
    select 0 as digit
    union all
    select 1 as digit
    union all
    select 2 as digit
    union all
    select 3 as digit
    union all
    select 4 as digit
    union all
    select 5 as digit
    union all
    select 6 as digit
    union all
    select 7 as digit
    union all
    select 8 as digit
    union all
    select 9 as digit
),

numbers as (
    select ones.digit + 10 * tens.digit + 100 * hundreds.digit as day_number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
),

series as (
    select distinct
        series_product_key as product_key,
        series_site_id as site_id
    from {{ ref('df_series_map') }}
    where level = 'product_site'
),

promotion_days as (
    select
        series.product_key as product_key,
        series.site_id as site_id,
        cast({{ dbt.dateadd('day', 'numbers.day_number', 'promotions.starts_on') }} as date) as promotion_date,
        coalesce(promotions.discount_share, 0) as discount_share
    from {{ ref('fct_promotions') }} as promotions
    inner join series
        on
            promotions.product_key = series.product_key
            and coalesce(promotions.site_id, series.site_id) = series.site_id
    inner join numbers
        on numbers.day_number <= {{ dbt.datediff('promotions.starts_on', 'promotions.ends_on', 'day') }}
)

select
    product_key,
    site_id,
    promotion_date,
    max(discount_share) as discount_share
from promotion_days
group by product_key, site_id, promotion_date
