select p.observation_id, w.observation_id as beside_id, coalesce(p.value, p.lower, p.upper) as found,
    coalesce(w.value, w.lower, w.upper) as wanted
from observations p
join observations w on w.observation_id = coalesce(p.part_of, p.subset_of)
where w.locality_id = p.locality_id and coalesce(w.area, '') = coalesce(p.area, '')
    and w.indicator_id = p.indicator_id and w.residence = p.residence and w.breakdown = p.breakdown
    and coalesce(w.subject_zh, '') = coalesce(p.subject_zh, '')
