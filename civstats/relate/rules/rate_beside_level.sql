-- A change in yuan has the unit of its level, or stands beside one that has. The nearest level of the document is named, which may be the one that was entered as another thing.
with orphans as (
    select g.* from observations g
    left join observations o
        on o.source_id = g.source_id and o.locality_id = g.locality_id and coalesce(o.area, '') = coalesce(g.area, '')
        and o.indicator_id = g.indicator_id and o.residence = g.residence and o.breakdown = g.breakdown
        and ((o.measure in ('standard', 'actual', 'target')
                and (g.measure = 'growth' or g.unit in ('percent', 'percentage_points') or o.unit = g.unit))
            or (o.measure = 'change' and o.unit <> g.unit))
    where g.measure in ('growth', 'change') and o.observation_id is null
),
pairs as (
    select g.observation_id, o.observation_id as beside_id, g.value as found, o.value as wanted,
        row_number() over (
            partition by g.observation_id order by abs(o.figure_no - g.figure_no), o.observation_id
        ) as choice
    from orphans g
    left join observations o on o.source_id = g.source_id and o.measure in ('standard', 'actual', 'target')
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
