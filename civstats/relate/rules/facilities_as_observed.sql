-- The table is derived from the observations: a row is named by the count, or by beds that stand alone.
with rows_of as (
    select f.observation_id, f.count, f.beds, o.value as observed, b.value as observed_beds,
        f.locality_id = o.locality_id and f.residence = o.residence and f.year = o.year and f.measure = o.measure
            as is_alike,
        coalesce(f.beds_observation_id, '') = f.observation_id as is_beds
    from facility_counts f
    left join observations o on o.observation_id = f.observation_id
    left join observations b on b.observation_id = f.beds_observation_id
)
select observation_id, cast(null as string) as beside_id, coalesce(count, beds) as found, observed as wanted
from rows_of
where not coalesce(is_alike, false)
    or (not is_beds and coalesce(count, -1) <> coalesce(observed, -1))
    or coalesce(beds, -1) <> coalesce(observed_beds, -1)
