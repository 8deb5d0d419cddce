-- The table is derived from the observations.
with rows_of as (
    select r.observation_id, r.value, o.value as observed,
        r.locality_id = o.locality_id and r.indicator_id = o.indicator_id and r.residence = o.residence
            and r.breakdown = o.breakdown and r.year = o.year and r.measure = o.measure and r.unit = o.unit
            and r.bound = o.bound as is_alike
    from remediation r
    left join observations o on o.observation_id = r.observation_id
)
select observation_id, cast(null as string) as beside_id, value as found, observed as wanted
from rows_of
where not coalesce(is_alike, false) or coalesce(value, -1) <> coalesce(observed, -1)
