select o.observation_id, cast(null as string) as beside_id, o.value as found,
    cast(case when o.lower > {most_percent} then {most_percent} else {least_percent} end as double) as wanted
from observations o
join indicators i on i.indicator_id = o.indicator_id
where o.measure = 'growth' and i.unit like 'CNY/person%' and o.corroborations = 0
    and year(o.period_start) = year(o.period_end) and (o.lower > {most_percent} or o.upper < {least_percent})
