-- What is stated for the year of the places and indicators asked for (null: for all): one row a place, kind, and part of
-- the year, in the unit of the indicator. Parts of a place, other residences and other groups come too, so that a row can say what there
-- is instead. Targets (`kind` target) never meet levels. A target speaks of its deadline.
with
unit_factors as (
    select u.unit_id, u.quantity, split_part(u.factor, '/', 1)::double as numerator,
        coalesce(nullif(split_part(u.factor, '/', 2), ''), '1')::double as denominator
    from units u
),
chosen as (
    select
        o.* exclude (period_end), s.set_kind is not null as is_standard,
        if(o.measure in ('target', 'interim_target'), 'target', 'actual') as kind,
        if(kind = 'target', null, s.set_kind) as set_kind, if(kind = 'target', o.due, o.period_end) as period_end,
        if(f.quantity = i.quantity, i.unit_id, f.unit_id) as to_unit, f.quantity,
        if(f.quantity = i.quantity, f.numerator * i.denominator, 1) as up,
        if(f.quantity = i.quantity, f.denominator * i.numerator, 1) as down
    from observations o
    join unit_factors f on f.unit_id = o.unit
    join indicators d using (indicator_id)
    join unit_factors i on i.unit_id = d.unit
    left join subsidy_standards s using (observation_id)
    where o.measure in ('standard', 'actual', 'previous', 'target', 'interim_target')
        and (is_standard or kind = 'target' or coalesce(year(o.period_start) = year(o.period_end), true))
        and ($year::integer is null or o.year = $year)
        and ($indicators::varchar[] is null or o.indicator_id in (select unnest($indicators::varchar[])))
        and ($places::varchar[] is null or o.locality_id in (select unnest($places::varchar[])))
        and starts_with(o.locality_id, $beginning)
),
figures as (
    select
        observation_id, source_id, locality_id, area, indicator_id, residence, breakdown, year, effective_from, bound, kind,
        is_standard, to_unit as unit, quantity, unit <> to_unit as is_converted, printed,
        -- Under another name first: within one SELECT the name of a column means the column, not what is made of it.
        if(is_standard and area is null, null, subject_zh) as about, about as subject_zh,
        set_kind, period_end, is_standard or period_end is null as is_year,
        case when is_year then 101 when kind = 'target' or period_start is null then 0
            when period_start = period_end then -1 else month(period_start) * 100 + day(period_start) end::smallint as first_day,
        case when is_year then 1299 when period_end = last_day(period_end) or first_day = -1
            then month(period_end) * 100 + 99 else month(period_end) * 100 + day(period_end) end::smallint as last_day,
        round(lower * up / down, 6) as lower, round(upper * up / down, 6) as upper, round(value * up / down, 6) as value,
        precision * up / down as precision,
        hash(
            locality_id, area, indicator_id, residence, breakdown, about, quantity, set_kind, kind, first_day, last_day
        ) as series
    from chosen
),
{levels},
tokens as (
    -- The documents of a level, and whether all of them print another unit than the indicator's.
    select series, year, bool_and(f.is_converted) as is_converted,
        list_sort(list_distinct(list(f.printed))) as printed
    from (select series, year, unnest(string_split(observation_ids, ' ')) as observation_id from year_end) ids
    join figures f using (series, year, observation_id)
    group by series, year
)
select
    l.locality_id, f.kind, l.area, l.indicator_id, l.residence, l.breakdown, l.subject_zh, l.set_kind, l.quantity,
    case
        when l.first_day = 101 and l.last_day = 1299 then 'year'
        when l.first_day = -1 then 'day in ' || l.last_day // 100
        else if(l.first_day = 0, '', format('{:02d}-{:02d}', l.first_day // 100, l.first_day % 100)) || '/'
            || format('{:02d}-', l.last_day // 100) || if(l.last_day % 100 = 99, 'end', format('{:02d}', l.last_day % 100))
    end as part_of_year,
    l.level.lower as lower, l.level.upper as upper,
    l.level.lower is not distinct from f.lower and l.level.upper is not distinct from f.upper
        and l.state <> 'disputed' as is_first,
    if(is_first, f.value, null) as value, if(is_first, f.bound, 'range') as bound, if(is_first, f.precision, 0) as precision,
    l.unit, l.state as merged, t.is_converted, array_to_string(t.printed, ' / ') as printed,
    if(is_first, l.observation_id, l.observation_ids) as basis_ids, l.observation_ids as observation_id,
    l.source_ids as source_id, l.effective_from, l.year
from year_end l
join figures f on f.series = l.series and f.observation_id = l.observation_id
join tokens t on t.series = l.series and t.year is not distinct from l.year
order by l.year desc, l.locality_id, f.kind, l.indicator_id, l.residence, l.breakdown, l.area, part_of_year, l.observation_ids
