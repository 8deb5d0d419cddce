-- The one standard without a bound among others of its indicator that all have one; or beside the same standard for
-- another length of time.
with standards as (
    select o.*,
        count(*) over (partition by o.source_id, o.indicator_id, o.residence) as figures,
        sum(case when o.bound in ('ge', 'gt') then 1 else 0 end)
            over (partition by o.source_id, o.indicator_id, o.residence) as bounds
    from observations o where o.measure = 'standard'
),
pairs as (
    select s.observation_id, o.observation_id as beside_id, s.value as found, o.value as wanted,
        row_number() over (
            partition by s.observation_id order by abs(o.figure_no - s.figure_no), o.observation_id
        ) as choice
    from standards s
    join standards o
        on o.source_id = s.source_id and o.indicator_id = s.indicator_id and o.residence = s.residence
        and o.bound in ('ge', 'gt')
    where s.bound = 'eq'
        and (
            (s.figures - s.bounds = 1 and s.bounds >= {least})
            or (o.unit <> s.unit and o.locality_id = s.locality_id and o.breakdown = s.breakdown
                and coalesce(o.area, '') = coalesce(s.area, '') and o.year = s.year)
        )
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
