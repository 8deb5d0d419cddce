-- The observations, with the number of other documents that print the same value of the same quantity.
with agreeing as (
    select quantity, value, count(distinct source_id) as documents from comparable where value is not null group by all
    having min(source_id) <> max(source_id)
)
select o.*, coalesce(a.documents - 1, 0)::integer as corroborations
from observations o
left join comparable c using (observation_id)
left join agreeing a on a.quantity = c.quantity and a.value = c.value
