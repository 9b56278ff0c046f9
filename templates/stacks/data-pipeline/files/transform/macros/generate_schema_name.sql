{#- Datasets are named as in docs/data-contract.md (staging, marts), without a prefix: every environment is a project,
    or on a laptop a file, of its own. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name if custom_schema_name is not none else target.schema }}
{%- endmacro %}
