-- What is printed for comparison speaks of other periods, what is planned of later ones. An actual may look back on the
-- months just before the issue of its document, or speak of the year of issue.
with pairs as (
    select o.observation_id, o.measure, o.period_start, o.period_end, s.period_start as document_start,
        s.period_end as document_end, s.issued,
        (year(s.issued) - year(o.period_end)) * 12 + month(s.issued) - month(o.period_end) as months_before
    from observations o
    join sources s on s.source_id = o.source_id
    where o.measure <> 'previous'
)
select observation_id, cast(null as string) as beside_id, cast(year(period_end) as double) as found,
    cast(year(document_end) as double) as wanted
from pairs
where (
    year(period_end) < year(document_start)
    or (year(period_start) > year(document_end) and measure in ('actual', 'standard', 'growth', 'change'))
) and (issued is null or measure <> 'actual'
    or (year(period_end) <> year(issued) and months_before not between 0 and {months}))
