-- Every printed growth rate or change with the level that it speaks of, in the same document.
select g.observation_id as printed_id, g.measure, g.year, g.unit as printed_unit, a.observation_id as level_id, a.unit,
    a.source_id, a.locality_id, a.area, a.indicator_id, a.residence, a.breakdown, a.figure_no, g.figure_no as printed_no,
    a.unit_quantity
from observations g
join comparable a
    on a.source_id = g.source_id and a.locality_id = g.locality_id and a.area is not distinct from g.area
    and a.indicator_id = g.indicator_id and a.residence = g.residence and a.breakdown = g.breakdown and a.year = g.year
where g.measure in ('growth', 'change') and a.measure in ('standard', 'actual', 'target')
    and (g.measure = 'growth' or g.unit = a.unit)
qualify row_number() over (partition by g.observation_id order by abs(g.figure_no - a.figure_no), a.observation_id) = 1
