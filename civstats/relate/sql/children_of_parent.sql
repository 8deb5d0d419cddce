-- A place's figure beside those of the places right below it, for the same period; one figure a place.
with children as (
    select p.observation_id as result_id, c.observation_id as term_id, c.locality_id, p.locality_id as parent,
        row_number() over (
            partition by p.observation_id, c.locality_id order by c.source_id <> p.source_id, c.observation_id
        ) as choice
    from comparable p
    join indicators i using (indicator_id)
    join localities l on l.parent_id = p.locality_id
    join comparable c
        on c.locality_id = l.locality_id and c.indicator_id = p.indicator_id and c.residence = p.residence
        and c.breakdown = p.breakdown and c.measure = p.measure and c.unit_quantity = p.unit_quantity and c.subject = p.subject
        and c.period_start is not distinct from p.period_start and c.period_end is not distinct from p.period_end
        and c.due is not distinct from p.due
    where i.summable and p.area is null and c.area is null
        and c.part_of is distinct from p.observation_id and c.subset_of is distinct from p.observation_id
)
select result_id, list(term_id order by locality_id) as term_ids, count(*) = any_value(n.children) as is_complete
from children
join child_counts n using (parent)
where choice = 1
group by result_id
