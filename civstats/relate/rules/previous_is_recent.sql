with pairs as (
    select p.observation_id, o.observation_id as beside_id, cast(p.year as double) as found,
        cast(o.year as double) as wanted,
        row_number() over (partition by p.observation_id order by o.year, o.observation_id) as choice
    from observations p
    join observations o
        on o.source_id = p.source_id and o.locality_id = p.locality_id and coalesce(o.area, '') = coalesce(p.area, '')
        and o.indicator_id = p.indicator_id and o.residence = p.residence and o.breakdown = p.breakdown
    where p.measure = 'previous' and o.measure in ('actual', 'standard', 'target') and o.year > p.year
)
select observation_id, beside_id, found, wanted from pairs where choice = 1 and wanted > found + {years}
