select o.observation_id, cast(null as string) as beside_id, o.value as found, cast(null as double) as wanted
from observations o
join sources s on s.source_id = o.source_id
where o.bound = 'eq' and o.value in (o.year, year(s.issued), year(s.period_start))
