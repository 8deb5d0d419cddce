-- A rate that is set is a standard or a target; what is counted or paid is no standard, and not in force from a day.
select o.observation_id, cast(null as string) as beside_id, coalesce(o.value, o.lower, o.upper) as found,
    cast(null as double) as wanted
from observations o
join indicators i on i.indicator_id = o.indicator_id
where (o.measure = 'actual' and o.indicator_id like '%standard' and not i.summable)
    or (o.measure = 'standard' and i.summable)
    or (o.measure = 'actual' and o.effective_from is not null)
