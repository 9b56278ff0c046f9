-- How every customer buys, seen from several days: the last day of the data and every quarter before it. One row per
-- customer and day of view; only what happened up to that day counts, within a window (variable) before it.
with lines as (
    select
        lines.customer_key as customer_key,
        lines.order_id as order_id,
        lines.order_date as order_date,
        lines.product_key as product_key,
        lines.quantity as quantity,
        lines.net_amount as net_amount,
        lines.promotion as promotion,
        lines.is_return as is_return,
        coalesce(products.category, 'other') as category
    from {{ ref('fct_sales_lines') }} as lines
    left join {{ ref('dim_products') }} as products
        on lines.product_key = products.product_key
    where lines.customer_key is not null and lines.order_date is not null
),

bounds as (
    select
        min(order_date) as first_date,
        max(order_date) as last_date
    from lines
),

steps as (
    select 0 as step
    union all
    select 1 as step
    union all
    select 2 as step
    union all
    select 3 as step
    union all
    select 4 as step
),

views as (
    select
        bounds.first_date as first_date,
        bounds.last_date as last_date,
        cast({{ dbt.dateadd('day', '-91 * steps.step', 'bounds.last_date') }} as date) as as_of
    from bounds
    cross join steps
),

-- A view that has less than half a year behind it says nothing about habits.
usable_views as (
    select
        as_of,
        {{ dbt.datediff('first_date', 'as_of', 'day') }} + 1 as days_of_data
    from views
    where as_of = last_date or {{ dbt.datediff('first_date', 'as_of', 'day') }} >= 181
),

seen as (
    select
        usable_views.as_of as as_of,
        lines.customer_key as customer_key,
        lines.order_id as order_id,
        lines.order_date as order_date,
        lines.product_key as product_key,
        lines.quantity as quantity,
        lines.net_amount as net_amount,
        lines.promotion as promotion,
        lines.is_return as is_return,
        lines.category as category
    from usable_views
    inner join lines
        on usable_views.as_of >= lines.order_date
),

life as (
    select
        as_of,
        customer_key,
        min(order_date) as first_order_date,
        max(order_date) as last_order_date
    from seen
    where not is_return
    group by as_of, customer_key
),

windowed as (
    select *
    from seen
    where
        {{ dbt.datediff('order_date', 'as_of', 'day') }}
        < {{ var('customer_segmentation_window_days', 365) }}
),

orders as (
    select
        as_of,
        customer_key,
        order_id,
        min(order_date) as order_date,
        sum(net_amount) as amount,
        count(*) as line_count,
        sum(quantity) as units
    from windowed
    where not is_return
    group by as_of, customer_key, order_id
),

order_figures as (
    select
        as_of,
        customer_key,
        count(*) as order_count,
        count(distinct order_date) as order_days,
        sum(amount) as gross_amount,
        avg(amount) as basket_amount,
        avg(line_count) as basket_lines,
        avg(units) as basket_units,
        min(order_date) as first_order_in_window,
        max(order_date) as last_order_in_window
    from orders
    group by as_of, customer_key
),

line_figures as (
    select
        as_of,
        customer_key,
        sum(net_amount) as net_sum,
        sum(case when is_return then -net_amount else 0 end) as returned_amount,
        sum(case when promotion and not is_return then net_amount else 0 end) as promotion_amount,
        count(distinct product_key) as product_count,
        count(distinct category) as category_count
    from windowed
    group by as_of, customer_key
)

select
    life.as_of as as_of,
    life.customer_key as customer_key,
    life.first_order_date as first_order_date,
    life.last_order_date as last_order_date,
    {{ dbt.datediff('life.last_order_date', 'life.as_of', 'day') }} as recency_days,
    {{ dbt.datediff('life.first_order_date', 'life.as_of', 'day') }} as tenure_days,
    case
        when views.days_of_data < {{ var('customer_segmentation_window_days', 365) }} then views.days_of_data
        else {{ var('customer_segmentation_window_days', 365) }}
    end as window_days,
    coalesce(order_figures.order_count, 0) as order_count,
    coalesce(order_figures.gross_amount, 0) as gross_amount,
    coalesce(line_figures.net_sum, 0) as net_amount,
    coalesce(order_figures.basket_amount, 0) as basket_amount,
    coalesce(order_figures.basket_lines, 0) as basket_lines,
    coalesce(order_figures.basket_units, 0) as basket_units,
    case
        when order_figures.order_days > 1
            then
                {{ dbt.datediff('order_figures.first_order_in_window', 'order_figures.last_order_in_window', 'day') }}
                / (order_figures.order_days - 1)
    end as days_between_orders,
    case
        when order_figures.gross_amount > 0 then line_figures.promotion_amount / order_figures.gross_amount
        else 0
    end as promotion_share,
    case
        when order_figures.gross_amount > 0 then line_figures.returned_amount / order_figures.gross_amount
        else 0
    end as return_share,
    coalesce(line_figures.product_count, 0) as product_count,
    coalesce(line_figures.category_count, 0) as category_count
from life
inner join usable_views as views
    on life.as_of = views.as_of
left join order_figures
    on life.as_of = order_figures.as_of and life.customer_key = order_figures.customer_key
left join line_figures
    on life.as_of = line_figures.as_of and life.customer_key = line_figures.customer_key
