-- How every customer buys as of the last day of the data.
select features.*
from {{ ref('cs_customer_feature_history') }} as features
inner join (
    select max(as_of) as as_of
    from {{ ref('cs_customer_feature_history') }}
) as latest
    on features.as_of = latest.as_of
