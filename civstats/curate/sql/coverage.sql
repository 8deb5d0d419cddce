-- For each place with a document or a figure of its own, each core indicator and each year: published; searched (a whole
-- document of the place that speaks of the year was read) and not published; or not searched.
with places as (
    select locality_id from sources union select locality_id from observations where length(locality_id) = 6
),
years as (
    select unnest(range(2017, (select max(year(period_end)) from sources) + 1))::integer as year
),
published as (
    select locality_id, indicator_id, year, count(*) as figures from observations
    where measure in ('standard', 'previous', 'actual') group by all
),
searched as (
    select distinct s.locality_id, y.year from sources s
    join years y on y.year between year(s.period_start) and year(s.period_end) where s.excerpt = 'whole'
)
select
    p.locality_id, i.indicator_id, y.year,
    case when f.figures is not null then 'published' when s.year is not null then 'not_published' else 'not_searched' end as coverage,
    coalesce(f.figures, 0)::integer as figure_count
from places p cross join core_indicators i cross join years y
left join published f on f.locality_id = p.locality_id and f.indicator_id = i.indicator_id and f.year = y.year
left join searched s on s.locality_id = p.locality_id and s.year = y.year
