-- The places of a scope, with what is known of the search for an indicator's figures of a year: `coverage`, and how many
-- documents of the place that speak of the year were read as a whole.
select l.locality_id, l.name_zh, l.name_en, l.level, l.parent_id, c.coverage, coalesce(s.searched, 0) as searched
from localities l
left join coverage c on c.locality_id = l.locality_id and c.indicator_id = $indicator and c.year = $year
left join (
    select locality_id, count(*) as searched from sources
    where excerpt = 'whole' and $year between year(period_start) and year(period_end) group by locality_id
) s on s.locality_id = l.locality_id
where ($places::varchar[] is null or l.locality_id in (select unnest($places::varchar[])))
    and starts_with(l.locality_id, $beginning) and ($level = '' or l.level = $level)
order by l.locality_id
