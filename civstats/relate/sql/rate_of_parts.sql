-- A rate of a whole beside the rates of its declared parts.
select t.observation_id as result_id, list(p.observation_id order by p.figure_no) as term_ids
from observations p
join observations t on t.observation_id = p.part_of
join unit_factors u on u.unit_id = t.unit
join unit_factors v on v.unit_id = p.unit
where u.is_rate and v.quantity = u.quantity
group by t.observation_id
