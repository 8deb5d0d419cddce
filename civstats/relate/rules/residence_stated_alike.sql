-- A rate for both residences beside rates of the same kind for one of them.
with rates as (
    select o.* from observations o
    join indicators i on i.indicator_id = o.indicator_id
    where not i.summable and o.measure in ('standard', 'previous', 'target')
),
pairs as (
    select b.observation_id, o.observation_id as beside_id, b.value as found, o.value as wanted,
        row_number() over (
            partition by b.observation_id order by abs(o.figure_no - b.figure_no), o.observation_id
        ) as choice
    from rates b
    join rates o
        on o.source_id = b.source_id and o.locality_id = b.locality_id and coalesce(o.area, '') = coalesce(b.area, '')
        and o.indicator_id = b.indicator_id and o.measure = b.measure
    where b.residence = 'total' and o.residence <> 'total'
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
