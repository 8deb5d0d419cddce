select o.observation_id, cast(null as string) as beside_id,
    cast(year(o.effective_from) * 100 + month(o.effective_from) as double) as found,
    cast(year(coalesce(s.issued, s.published)) * 100 + month(coalesce(s.issued, s.published)) as double) as wanted
from observations o
join sources s on s.source_id = o.source_id
where abs(
    (year(o.effective_from) - year(coalesce(s.issued, s.published))) * 12
    + month(o.effective_from) - month(coalesce(s.issued, s.published))
) > 12 * {years}
