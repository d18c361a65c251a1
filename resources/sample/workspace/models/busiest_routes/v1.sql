select origin, destination, count(*) as flights
from ANALYTICS_DEV.STAGING.STG_FLIGHTS
group by origin, destination
qualify row_number() over (partition by origin order by flights desc, destination) <= 5
