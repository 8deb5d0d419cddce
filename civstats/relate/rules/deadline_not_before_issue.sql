-- A summary may repeat a target of the period it looks back on.
select o.observation_id, cast(null as string) as beside_id, cast(year(o.due) * 100 + month(o.due) as double) as found,
    cast(year(s.issued) * 100 + month(s.issued) as double) as wanted
from observations o
join sources s on s.source_id = o.source_id
where o.due < s.issued and (s.period_end >= s.issued or o.due < s.period_start or o.due > s.period_end)
