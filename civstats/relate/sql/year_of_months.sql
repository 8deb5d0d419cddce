-- An amount a month and an amount a year that one document prints for the same thing.
select m.observation_id as result_id, [y.observation_id] as term_ids
from comparable m
join comparable y using (source_id, locality_id, indicator_id, residence, breakdown, measure, unit_quantity, subject, year)
join unit_factors f on f.unit_id = m.unit
join unit_factors g on g.unit_id = y.unit
where m.is_standard and f.denominator = 1 and g.denominator = 12 and m.area is not distinct from y.area
    and m.effective_from is not distinct from y.effective_from and m.due is not distinct from y.due
qualify row_number() over (partition by m.observation_id order by abs(m.figure_no - y.figure_no), y.figure_no) = 1
