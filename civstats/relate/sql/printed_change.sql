-- A printed rise or fall between two levels of its document.
select b.printed_id as result_id, [b.level_id, p.observation_id] as term_ids
from beside b
join comparable p using (source_id, locality_id, indicator_id, residence, breakdown, unit)
where b.measure = 'change' and p.measure = 'previous' and p.year < b.year and p.area is not distinct from b.area
qualify row_number() over (partition by b.printed_id order by abs(b.printed_no - p.figure_no), p.observation_id) = 1
