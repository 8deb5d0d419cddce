-- The same quantity in two documents. Values in force from different days of one year are no contradiction.
with several as (
    select quantity from comparable where value is not null group by quantity having min(source_id) <> max(source_id)
)
select min(observation_id) as result_id, list(observation_id order by observation_id)[2:] as term_ids
from comparable semi join several using (quantity)
where value is not null
group by quantity
having count(distinct value) = 1 or count(distinct effective_from) < count(distinct value) or count(effective_from) < count(*)
