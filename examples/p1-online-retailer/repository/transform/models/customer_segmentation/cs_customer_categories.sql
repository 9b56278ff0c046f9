-- What every customer spends on each category, in the window before the last day of the data.
with bounds as (
    select max(order_date) as last_date
    from {{ ref('fct_sales_lines') }}
    where customer_key is not null
)

select
    lines.customer_key as customer_key,
    coalesce(products.category, 'other') as category,
    sum(lines.net_amount) as net_amount,
    count(distinct lines.order_id) as order_count
from {{ ref('fct_sales_lines') }} as lines
cross join bounds
left join {{ ref('dim_products') }} as products
    on lines.product_key = products.product_key
where
    lines.customer_key is not null
    and not lines.is_return
    and {{ dbt.datediff('lines.order_date', 'bounds.last_date', 'day') }}
    < {{ var('customer_segmentation_window_days', 365) }}
group by lines.customer_key, coalesce(products.category, 'other')
