select
    date as departed_at,
    delay as delay_minutes,
    distance as distance_miles,
    origin,
    destination
from DATALAKE_DEV.RAW.FLIGHTS
