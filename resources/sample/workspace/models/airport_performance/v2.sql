with departures as (
    select
        origin,
        count(*) as departures,
        round(avg(delay_minutes), 2) as avg_delay_minutes,
        count_if(delay_minutes <= {{ late_after_minutes }}) as on_time
    from ANALYTICS_DEV.STAGING.STG_FLIGHTS
    group by origin
)

select
    a.iata as airport,
    initcap(a.name) as name,
    a.city,
    a.state,
    d.departures,
    d.avg_delay_minutes,
    round(100 * d.on_time / d.departures, 1) as on_time_percent,
    iff(d.on_time / d.departures >= 0.8, 'good', 'poor') as grade,
    rank() over (partition by a.state order by d.departures desc) as rank_in_state
from departures as d
join DATALAKE_DEV.RAW.AIRPORTS as a on a.iata = d.origin
