{#- One row for every landed row that no model uses, with the reason: show it to whoever keeps the source. -#}
{%- set keys = {
    'sales_lines': 'line_id',
    'customers': 'customer_id',
    'products': 'product_id',
    'stock_levels': 'product_id',
    'promotions': 'promotion_id',
} -%}
{% for entity, key in keys.items() %}
select
    source_id,
    '{{ entity }}' as entity,
    {{ key }} as row_key,
    {{ reject_reason(entity) }} as reason,
    _loaded_at as loaded_at
from {{ source('landing', entity) }}
where {{ reject_reason(entity) }} is not null
{{ 'union all' if not loop.last }}
{% endfor %}
