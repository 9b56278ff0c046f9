{#- One row for every landed row that no model uses, with the reason: show it to whoever keeps the source. -#}
{{ rejected_rows('sales_lines', 'line_id') }}
union all
{{ rejected_rows('customers', 'customer_id') }}
union all
{{ rejected_rows('products', 'product_id') }}
union all
{{ rejected_rows('stock_levels', 'product_id') }}
union all
{{ rejected_rows('promotions', 'promotion_id') }}
