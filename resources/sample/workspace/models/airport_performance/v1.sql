select
    a.iata as airport,
    a.name,
    a.city,
    a.state,
    count(*) as departures,
    round(avg(f.delay_minutes), 2) as avg_delay_minutes
from ANALYTICS_DEV.STAGING.STG_FLIGHTS as f
join DATALAKE_DEV.RAW.AIRPORTS as a on a.iata = f.origin
group by a.iata, a.name, a.city, a.state
