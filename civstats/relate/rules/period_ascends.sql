select o.observation_id, cast(null as string) as beside_id,
    cast(year(o.period_start) * 100 + month(o.period_start) as double) as found,
    cast(year(o.period_end) * 100 + month(o.period_end) as double) as wanted
from observations o
where o.period_start > o.period_end
