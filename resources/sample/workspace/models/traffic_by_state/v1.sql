select a.state, count(*) as departures
from ANALYTICS_DEV.STAGING.STG_FLIGHTS as f
join DATALAKE_DEV.RAW.AIRPORTS as a on a.iata = f.origin
group by a.state
