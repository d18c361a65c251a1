-- One row a flight. A handful of rows carry delays of many hours before departure: those are errors in the source.
select
    date as departed_at,
    date::date as flight_date,
    delay as delay_minutes,
    distance as distance_miles,
    origin,
    destination,
    origin || '-' || destination as route
from DATALAKE_DEV.RAW.FLIGHTS
where delay between -60 and 1440
