select o.observation_id, cast(null as string) as beside_id, coalesce(o.value, o.lower, o.upper) as found,
    cast(null as double) as wanted
from observations o
join indicators i on i.indicator_id = o.indicator_id
join units own on own.unit_id = o.unit
join units declared on declared.unit_id = i.unit
where own.quantity <> declared.quantity and o.measure <> 'growth'
