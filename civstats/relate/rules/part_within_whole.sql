-- A part of a rural figure is rural; a part of a place's figure is of the place, or of one below it.
select p.observation_id, w.observation_id as beside_id, coalesce(p.value, p.lower, p.upper) as found,
    coalesce(w.value, w.lower, w.upper) as wanted
from observations p
join observations w on w.observation_id = coalesce(p.part_of, p.subset_of)
join localities l on l.locality_id = p.locality_id
left join localities m on m.locality_id = l.parent_id
where (w.residence <> 'total' and p.residence <> w.residence)
    or w.locality_id not in (p.locality_id, coalesce(l.parent_id, ''), coalesce(m.parent_id, ''))
