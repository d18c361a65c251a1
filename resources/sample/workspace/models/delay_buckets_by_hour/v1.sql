select
    hour(departed_at) as hour,
    case
        when delay_minutes <= 0 then 'early or on time'
        when delay_minutes <= 15 then 'up to 15'
        when delay_minutes <= 60 then '16 to 60'
        else 'over an hour'
    end as bucket,
    count(*) as flights
from ANALYTICS_DEV.STAGING.STG_FLIGHTS
group by 1, 2
order by 1, 2
