-- Parts that a document declares to add up to a total. A total may be divided in more than one way (by ownership, by
-- town); the parts of one way differ from the total in one and the same attribute.
select t.observation_id as result_id, list(p.observation_id order by p.figure_no) as term_ids,
    list(
        case when p.locality_id <> t.locality_id or p.area is distinct from t.area then 'place'
            when p.indicator_id <> t.indicator_id then 'indicator'
            when p.residence <> t.residence then 'residence'
            when p.breakdown <> t.breakdown then coalesce(nullif(b.dimension, ''), 'breakdown')
            else 'subject' end
        order by p.figure_no
    ) as ways
from observations p
join observations t on t.observation_id = p.part_of
join unit_factors u on u.unit_id = t.unit
left join breakdowns b on b.breakdown = p.breakdown
where not u.is_rate
group by t.observation_id
