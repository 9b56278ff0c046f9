{#- The rows of an entity that cannot be used, with the reason. -#}
{% macro rejected_rows(entity, key) -%}
    select
        source_id,
        '{{ entity }}' as entity,
        {{ key }} as row_key,
        {{ reject_reason(entity) }} as reason,
        _loaded_at as loaded_at
    from {{ source('landing', entity) }}
    where {{ reject_reason(entity) }} is not null
{%- endmacro %}
