select
    date_trunc('day', departed_at)::date as day,
    count(*) as flights,
    round(avg(delay_minutes), 2) as avg_delay_minutes,
    round(100 * div0(count_if(delay_minutes > {{ late_after_minutes }}), count(*)), 1) as late_percent,
    percentile_cont(0.9) within group (order by delay_minutes) as p90_delay_minutes
from ANALYTICS_DEV.STAGING.STG_FLIGHTS
group by 1
order by day
