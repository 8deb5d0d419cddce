select o.observation_id, cast(null as string) as beside_id, cast(year(o.due) as double) as found,
    cast(year(s.period_end) as double) as wanted
from observations o
join sources s on s.source_id = o.source_id
where year(o.due) > year(s.period_end) + {years}
