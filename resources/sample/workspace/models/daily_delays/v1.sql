select
    date_trunc('day', departed_at)::date as day,
    count(*) as flights,
    round(avg(delay_minutes), 2) as avg_delay_minutes
from ANALYTICS_DEV.STAGING.STG_FLIGHTS
group by 1
order by day
