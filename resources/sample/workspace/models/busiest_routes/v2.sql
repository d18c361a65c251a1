select
    origin,
    destination,
    count(*) as flights,
    max(distance_miles) as distance_miles,
    round(100 * ratio_to_report(count(*)) over (partition by origin), 1) as percent_of_origin,
    row_number() over (partition by origin order by count(*) desc, destination) as place
from ANALYTICS_DEV.STAGING.STG_FLIGHTS
group by origin, destination
qualify place <= {{ top_routes }}
order by origin, place
