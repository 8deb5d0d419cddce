select o.observation_id, cast(null as string) as beside_id, o.value as found, cast(null as double) as wanted
from observations o
join indicators i on i.indicator_id = o.indicator_id
where o.measure in ('growth', 'change') and i.unit in ('CNY/person/month', 'CNY/person/year') and o.upper < 0
