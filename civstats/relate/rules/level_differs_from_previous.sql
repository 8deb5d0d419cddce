with pairs as (
    select o.observation_id, p.observation_id as beside_id, o.value as found, p.value as wanted,
        row_number() over (
            partition by o.observation_id order by abs(p.figure_no - o.figure_no), p.observation_id
        ) as choice
    from observations o
    join observations p
        on p.source_id = o.source_id and p.locality_id = o.locality_id and coalesce(p.area, '') = coalesce(o.area, '')
        and p.indicator_id = o.indicator_id and p.residence = o.residence and p.breakdown = o.breakdown
        and p.unit = o.unit and p.bound = o.bound and p.value = o.value
    where p.measure = 'previous' and o.measure in ('actual', 'standard', 'target')
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
