{#- Why a row of `landing` cannot be used, or null. Ingestion has marked what it could not read; the rules about what
makes no sense in the business stand here, so that staging and rejected_rows agree. -#}
{% macro reject_reason(entity) -%}
    {%- set loaded_on = 'cast(_loaded_at as date)' -%}
    {%- set rules = {
        'sales_lines': {
            'quantity = 0': 'quantity is 0',
            'cast(ordered_at as date) > ' ~ dbt.dateadd('day', 1, loaded_on): 'ordered_at is in the future',
            "cast(ordered_at as date) < cast('1990-01-01' as date)": 'ordered_at is before 1990',
        },
        'stock_levels': {
            'on_hand < 0': 'on_hand is negative',
        },
        'promotions': {
            'ends_on < starts_on': 'ends_on is before starts_on',
            'discount_share < 0 or discount_share > 1': 'discount_share is not between 0 and 1',
        },
    } -%}
    case
        when _rejected then coalesce(_problems, 'a required value is missing')
        {% for condition, reason in rules.get(entity, {}).items() %}
        when {{ condition }} then '{{ reason }}'
        {% endfor %}
        else null
    end
{%- endmacro %}
