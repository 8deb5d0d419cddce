-- A target divides into targets, an actual into actuals; a year's figure into figures of that year.
select p.observation_id, w.observation_id as beside_id, coalesce(p.value, p.lower, p.upper) as found,
    coalesce(w.value, w.lower, w.upper) as wanted
from observations p
join observations w on w.observation_id = coalesce(p.part_of, p.subset_of)
where replace(w.measure, 'interim_', '') <> replace(p.measure, 'interim_', '') or w.year <> p.year
