{#- Why a row of `landing` cannot be used, or null. Ingestion has marked what it could not read; the rules about what
    makes no sense in the business stand here, so that staging and rejected_rows agree. -#}
{% macro reject_reason(entity) -%}
    case
        when _rejected then coalesce(_problems, 'a required value is missing')
        {%- if entity == 'sales_lines' %}
        when quantity = 0 then 'quantity is 0'
        when cast(ordered_at as date) > {{ dbt.dateadd('day', 1, 'cast(_loaded_at as date)') }} then 'ordered_at is in the future'
        when cast(ordered_at as date) < {{ first_day() }} then 'ordered_at is before 1990'
        {%- elif entity == 'stock_levels' %}
        when on_hand < 0 then 'on_hand is negative'
        {%- elif entity == 'promotions' %}
        when ends_on < starts_on then 'ends_on is before starts_on'
        when discount_share < 0 or discount_share > 1 then 'discount_share is not between 0 and 1'
        {%- endif %}
    end
{%- endmacro %}

{% macro first_day() -%} cast('1990-01-01' as date) {%- endmacro %}
