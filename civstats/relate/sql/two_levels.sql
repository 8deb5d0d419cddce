-- The standard of a place beside the one that the place above prints for itself, for the same year.
select c.observation_id as result_id, [p.observation_id] as term_ids
from comparable c
join localities l on l.locality_id = c.locality_id
join comparable p
    on p.locality_id = l.parent_id and p.indicator_id = c.indicator_id and p.residence = c.residence
    and p.breakdown = c.breakdown and p.unit_quantity = c.unit_quantity and p.year = c.year
where c.is_standard and c.area is null and p.area is null and c.bound = 'eq' and p.bound = 'eq'
    and p.measure in ('standard', 'previous') and c.measure in ('standard', 'previous', 'target')
qualify row_number() over (partition by c.observation_id order by p.measure <> 'previous', p.observation_id) = 1
