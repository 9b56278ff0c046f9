{{ config(**physical(order_by=['product_key', 'site_id', 'demand_date'])) }}

-- Units sold per series and day, zero where nothing was sold, from the series' first sale to the last day of the
-- data. A series that has not sold for a while (variable) ends with its last sale: it is not forecast any more.
with sales as (
    select
        mapped.series_product_key as product_key,
        mapped.series_site_id as site_id,
        mapped.level as level,
        mapped.category as category,
        lines.order_date as demand_date,
        sum(lines.quantity) as quantity,
        sum(lines.net_amount) as net_amount,
        sum(case when lines.promotion then lines.quantity else 0 end) as promotion_quantity
    from {{ ref('fct_sales_lines') }} as lines
    inner join {{ ref('df_series_map') }} as mapped
        on lines.product_key = mapped.product_key and lines.site_id = mapped.site_id
    where not lines.is_return and lines.order_date is not null
    group by mapped.series_product_key, mapped.series_site_id, mapped.level, mapped.category, lines.order_date
),

last_day as (
    select max(demand_date) as last_date
    from sales
),

series as (
    select
        sales.product_key as product_key,
        sales.site_id as site_id,
        sales.level as level,
        sales.category as category,
        last_day.last_date as last_date,
        min(sales.demand_date) as first_sale,
        max(sales.demand_date) as last_sale
    from sales
    cross join last_day
    group by sales.product_key, sales.site_id, sales.level, sales.category, last_day.last_date
),

spans as (
    select
        product_key,
        site_id,
        level,
        category,
        last_date,
        first_sale,
        last_sale,
        cast(
            {{ dbt.datediff('last_sale', 'last_date', 'day') }}
            <= {{ var('demand_forecasting_inactive_after_days', 90) }} as boolean
        ) as is_active
    from series
),

digits as (
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
    select ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit as day_number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
),

history as (
    select
        last_date,
        {{ dbt.dateadd('day', '1 - ' ~ var('demand_forecasting_history_days', 1125), 'last_date') }} as first_date
    from last_day
),

calendar as (
    select cast({{ dbt.dateadd('day', 'numbers.day_number', 'history.first_date') }} as date) as demand_date
    from history
    cross join numbers
    where numbers.day_number < {{ var('demand_forecasting_history_days', 1125) }}
),

days as (
    select
        spans.product_key as product_key,
        spans.site_id as site_id,
        spans.level as level,
        spans.category as category,
        spans.is_active as is_active,
        calendar.demand_date as demand_date
    from spans
    inner join calendar
        on
            spans.first_sale <= calendar.demand_date
            and case when spans.is_active then spans.last_date else spans.last_sale end
            >= calendar.demand_date
),

stock_outs as (
    select distinct
        product_key,
        site_id,
        measured_on
    from {{ ref('fct_stock_levels') }}
    where on_hand <= 0
)

select
    days.product_key as product_key,
    days.site_id as site_id,
    days.level as level,
    days.category as category,
    days.is_active as is_active,
    days.demand_date as demand_date,
    coalesce(sales.quantity, 0) as quantity,
    coalesce(sales.net_amount, 0) as net_amount,
    case
        when sales.quantity > 0 then sales.promotion_quantity / sales.quantity
        else 0
    end as promotion_share,
    cast(coalesce(stock_outs.product_key is not null, false) as boolean) as stock_out
from days
left join sales
    on
        days.product_key = sales.product_key
        and days.site_id = sales.site_id
        and days.demand_date = sales.demand_date
left join stock_outs
    on
        days.product_key = stock_outs.product_key
        and days.site_id = stock_outs.site_id
        and days.demand_date = stock_outs.measured_on
