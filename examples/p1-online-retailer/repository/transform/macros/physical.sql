{#- How a table lies on disk, in the words of the warehouse: what it is sorted by, and the date whose months are its
    partitions. On BigQuery tables are partitioned and clustered only where both are given; DuckDB needs neither. -#}
{% macro physical(order_by, month=none, cluster_by=none) -%}
    {%- if target.type == 'clickhouse' -%}
        {{ return({
            'order_by': order_by,
            'partition_by': 'toYYYYMM(' ~ month ~ ')' if month else none,
            'settings': {'allow_nullable_key': 1},
        }) }}
    {%- else -%}
        {%- set months = {'field': month, 'data_type': 'date', 'granularity': 'month'} -%}
        {%- set is_bigquery = target.type == 'bigquery' -%}
        {{ return({
            'partition_by': months if is_bigquery and month else none,
            'cluster_by': cluster_by if is_bigquery else none,
        }) }}
    {%- endif -%}
{%- endmacro %}
