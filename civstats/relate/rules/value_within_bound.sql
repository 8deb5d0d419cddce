select o.observation_id, cast(null as string) as beside_id, coalesce(o.value, o.lower) as found,
    case when o.value > o.upper or o.lower > o.upper then o.upper else o.lower end as wanted
from observations o
where o.value < o.lower or o.value > o.upper or o.lower > o.upper
