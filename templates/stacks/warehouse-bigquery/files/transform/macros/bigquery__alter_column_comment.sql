{#- Called by dbt once it built a relation, to write the descriptions of its columns. Here columns of a table
    also get the policy tag of their class (`personal_data` of their meta): a table that is replaced loses its
    tags. Views pass on those of their tables. Without the names of tags, as on a developer's machine, nothing
    is tagged. -#}
{% macro bigquery__alter_column_comment(relation, column_dict) -%}
    {%- set tags = {
        'none': '',
        'pseudonymous': env_var('POLICY_TAG_PSEUDONYMOUS', ''),
        'direct': env_var('POLICY_TAG_DIRECT', ''),
    } -%}
    {%- set columns = {} -%}
    {%- for name, column in column_dict.items() -%}
        {%- set class = column.get('meta', {}).get('personal_data', 'none') -%}
        {%- if class not in tags -%}
            {{ exceptions.raise_compiler_error(
                model.name ~ ', column ' ~ name ~ ': personal_data is ' ~ class ~ '; expected ' ~ tags.keys() | join(', ')
            ) }}
        {%- endif -%}
        {%- set tag = tags[class] if model.config.materialized != 'view' else '' -%}
        {%- do columns.update({name: dict(column, policy_tags=[tag]) if tag else column}) -%}
    {%- endfor -%}
    {%- do adapter.update_columns(relation, columns) -%}
{%- endmacro %}
