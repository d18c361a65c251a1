with flights as (
    select o.state as from_state, d.state as to_state
    from ANALYTICS_DEV.STAGING.STG_FLIGHTS as f
    join DATALAKE_DEV.RAW.AIRPORTS as o on o.iata = f.origin
    join DATALAKE_DEV.RAW.AIRPORTS as d on d.iata = f.destination
),

departures as (
    select from_state as state, count(*) as departures, count_if(from_state = to_state) as within_state
    from flights
    group by from_state
),

arrivals as (
    select to_state as state, count(*) as arrivals
    from flights
    group by to_state
)

select
    coalesce(d.state, a.state) as state,
    zeroifnull(d.departures) as departures,
    zeroifnull(a.arrivals) as arrivals,
    round(100 * div0(d.within_state, d.departures), 1) as within_state_percent
from departures as d
full outer join arrivals as a on a.state = d.state
order by departures desc
