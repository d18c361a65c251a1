select
    hour(departed_at) as hour,
    count(*) as flights,
    count_if(delay_minutes <= 0) as on_time,
    count_if(delay_minutes > 0 and delay_minutes <= {{ late_after_minutes }}) as a_little_late,
    count_if(delay_minutes > {{ late_after_minutes }} and delay_minutes <= 60) as late,
    count_if(delay_minutes > 60) as very_late,
    round(100 * div0(very_late, flights), 2) as very_late_percent
from ANALYTICS_DEV.STAGING.STG_FLIGHTS
group by 1
order by 1
