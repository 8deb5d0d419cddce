-- The nearest level of the document in the same unit is named, which may be the one that was entered as another thing.
with orphans as (
    select p.* from observations p
    left join observations o
        on o.source_id = p.source_id and o.locality_id = p.locality_id and coalesce(o.area, '') = coalesce(p.area, '')
        and o.indicator_id = p.indicator_id and o.residence = p.residence and o.breakdown = p.breakdown
        and o.measure in ('standard', 'actual', 'target') and o.year >= p.year
    where p.measure = 'previous' and o.observation_id is null
),
pairs as (
    select p.observation_id, o.observation_id as beside_id, p.value as found, o.value as wanted,
        row_number() over (
            partition by p.observation_id order by abs(o.figure_no - p.figure_no), o.observation_id
        ) as choice
    from orphans p
    left join observations o
        on o.source_id = p.source_id and o.unit = p.unit and o.measure in ('standard', 'actual', 'target')
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
