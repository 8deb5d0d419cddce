-- The mean standard of a year: each standard times the days of the year on which it was in force. What was in force on
-- 1 January is the level at the end of the year before, or a standard of that day. A year in which a figure without day
-- of effect prints another amount has none.
starts as (
    select series, year, effective_from as since, dated as d from dated where is_standard and effective_from is not null
    union all
    select n.series, n.year, make_date(n.year, 1, 1), before
    from (select series, year, min(effective_from) as first_change from dated where is_standard group by all) n
    join year_end before on before.series = n.series and before.year = n.year - 1
    where n.first_change > make_date(n.year, 1, 1)
),
stretches as (
    select *, date_diff('day', since, coalesce(lead(since) over w, make_date(year + 1, 1, 1))) as days
    from starts
    window w as (partition by series, year order by since)
),
undated as (
    select u.series, u.year from dated u
    anti join starts s
        on s.series = u.series and s.year = u.year and s.d.level.lower is not distinct from u.level.lower
        and s.d.level.upper is not distinct from u.level.upper
    where u.is_standard and u.effective_from is null
),
weighted as (
    select series, year, arg_max(d, since) as latest, sum(days) as in_year, count(*) as n,
        if(count(d.level.lower) = n, sum(days * d.level.lower) / in_year, null) as low,
        if(count(d.level.upper) = n, sum(days * d.level.upper) / in_year, null) as high,
        interval_with(low, high, bool_or(d.level.lower_open), bool_or(d.level.upper_open)) as level,
        case when bool_or(d.state = 'disputed') then 'disputed' when bool_or(d.state = 'agreed') then 'agreed' else 'single' end as state,
        string_agg(d.observation_ids, ' ' order by since) as observation_ids,
        string_agg(distinct d.source_ids, ' ' order by d.source_ids) as source_ids
    from stretches anti join undated using (series, year)
    group by series, year having min(since) = make_date(year, 1, 1)
),
day_weighted as (
    select * from year_end where not is_standard
    union all by name
    select latest.* exclude (level, state, observation_ids, source_ids, year), weighted.level, weighted.state,
        weighted.observation_ids, weighted.source_ids, weighted.year
    from weighted
)
