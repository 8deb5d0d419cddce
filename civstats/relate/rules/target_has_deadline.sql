-- In a plan the plan's own period is the deadline.
select o.observation_id, cast(null as string) as beside_id, coalesce(o.value, o.lower, o.upper) as found,
    cast(null as double) as wanted
from observations o
join sources s on s.source_id = o.source_id
where o.measure in ('target', 'interim_target') and o.due is null and s.kind <> 'plan'
