select o.observation_id, cast(null as string) as beside_id, cast(year(o.effective_from) as double) as found,
    cast(year(o.period_end) as double) as wanted
from observations o
where year(o.effective_from) < year(o.period_start) - {years} or year(o.effective_from) > year(o.period_end) + {years}
