select o.observation_id, cast(null as string) as beside_id,
    cast(year(o.period_end) * 100 + month(o.period_end) as double) as found,
    cast(
        year(coalesce(s.issued, s.published, s.period_start)) * 100
        + month(coalesce(s.issued, s.published, s.period_start)) as double
    ) as wanted
from observations o
join sources s on s.source_id = o.source_id
where s.kind = 'plan' and o.measure = 'actual' and o.period_end > coalesce(s.issued, s.published, s.period_start)
