-- A printed share beside the part and the whole that one document prints; which indicators they are is declared.
select s.observation_id as result_id, [n.observation_id, d.observation_id] as term_ids
from comparable s
join ratios r on r.ratio = s.indicator_id
join comparable n on n.source_id = s.source_id and n.locality_id = s.locality_id and n.indicator_id = r.numerator
    and n.breakdown = if(r.numerator_breakdown = '', s.breakdown, r.numerator_breakdown)
join comparable d on d.source_id = s.source_id and d.locality_id = s.locality_id and d.indicator_id = r.denominator
    and d.breakdown = if(r.denominator_breakdown = '', s.breakdown, r.denominator_breakdown)
where n.measure = d.measure and (n.measure = s.measure or n.measure = 'standard') and n.year = s.year and d.year = s.year
    and n.residence = d.residence and s.residence in (n.residence, 'total') and n.area is not distinct from s.area
    and d.area is not distinct from s.area and d.unit_quantity = n.unit_quantity
qualify row_number() over (
    partition by s.observation_id order by abs(n.figure_no - s.figure_no), abs(d.figure_no - s.figure_no), n.figure_no, d.figure_no
) = 1
