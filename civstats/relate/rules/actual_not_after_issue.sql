-- The period of an actual may run on to the end of the year or month in which the document was issued; it cannot begin
-- after it, nor end in a later year.
select o.observation_id, cast(null as string) as beside_id, cast(year(o.period_end) as double) as found,
    cast(year(coalesce(s.published, s.issued)) as double) as wanted
from observations o
join sources s on s.source_id = o.source_id
where o.measure in ('actual', 'previous') and year(o.period_end) > year(coalesce(s.published, s.issued))
