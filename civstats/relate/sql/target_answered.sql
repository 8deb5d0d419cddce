-- A target beside the level that answers it: of the same place and thing, at or after the deadline.
select t.observation_id as result_id, [a.observation_id] as term_ids
from comparable t
join comparable a using (locality_id, indicator_id, residence, breakdown, unit_quantity, subject)
where t.measure in ('target', 'interim_target') and a.measure in ('standard', 'actual', 'previous')
    and a.area is not distinct from t.area
    and case when t.is_standard then a.year = t.year else a.period_end >= t.due and year(a.period_end) = year(t.due) end
qualify row_number() over (
    partition by t.observation_id order by a.period_end, a.source_id = t.source_id, a.observation_id
) = 1
