-- Urban and rural figures of one document that make up its figure for both, where no parts are declared.
select t.observation_id as result_id, [u.observation_id, r.observation_id] as term_ids
from comparable t
join indicators i using (indicator_id)
join comparable u using (source_id, locality_id, indicator_id, breakdown, measure, unit_quantity, subject)
join comparable r using (source_id, locality_id, indicator_id, breakdown, measure, unit_quantity, subject)
where i.summable and t.residence = 'total' and u.residence = 'urban' and r.residence = 'rural'
    and t.area is not distinct from u.area and t.area is not distinct from r.area
    and t.period_start is not distinct from u.period_start and t.period_end is not distinct from u.period_end
    and t.period_start is not distinct from r.period_start and t.period_end is not distinct from r.period_end
    and t.due is not distinct from u.due and t.due is not distinct from r.due
    and u.part_of is null and r.part_of is null
qualify row_number() over (partition by t.observation_id order by u.figure_no, r.figure_no) = 1
