-- Two levels of one series, `$span` years apart, and what lies between them.
with
{figures},
{levels},
printed as (
    -- What a document prints of the change, beside its own level.
    select f.series, f.year, o.measure, o.observation_id, n.verdict, o.value * u.numerator / u.denominator as value
    from observations o
    join unit_factors u on u.unit_id = o.unit
    join figures f using (source_id, locality_id, indicator_id, residence, breakdown, year)
    left join findings n
        on n.finding_id in (
            'printed_growth:' || o.observation_id, 'implied_base:' || o.observation_id, 'printed_change:' || o.observation_id
        )
    where o.measure in ('growth', 'change') and year(o.period_start) = year(o.period_end)
        and $span = 1 and $rule = 'year_end' and o.area is not distinct from f.area
        and u.quantity in (f.quantity, if(o.measure = 'growth', 'share', 'share_change'))
        and (f.is_standard or (o.period_start is not distinct from f.period_start and o.period_end = f.period_end))
    qualify row_number() over (
        partition by f.series, f.year, o.measure order by abs(o.figure_no - f.figure_no), o.observation_id
    ) = 1
),
pairs as (
    select l.*, e.year as previous_year, e.level as earlier, e.state as previous_state,
        e.observation_id as previous_observation_id, e.observation_ids as previous_observation_ids,
        e.source_ids as previous_source_ids, e.effective_from as previous_effective_from,
        interval_minus(l.level, e.level) as difference,
        if(l.quantity in ('share', 'rank'), null, interval_over(l.level, e.level)) as times
    from {rule} l
    join {rule} e on e.series = l.series and e.year = l.year - $span
)
select
    p.observation_id, p.previous_observation_id, p.locality_id, p.area, p.indicator_id, p.residence, p.breakdown,
    p.subject_zh, p.set_kind, if(p.is_standard, $rule, null) as level_rule,
    case
        when p.first_day = 101 and p.last_day = 1299 then 'year'
        when p.first_day = -1 then 'day in ' || p.last_day // 100
        else if(p.first_day = 0, '', format('{:02d}-{:02d}', p.first_day // 100, p.first_day % 100)) || '/'
            || format('{:02d}-', p.last_day // 100) || if(p.last_day % 100 = 99, 'end', format('{:02d}', p.last_day % 100))
    end as part_of_year,
    p.previous_year::integer as previous_year, p.year, p.unit,
    if(interval_is_exact(p.earlier), p.earlier.lower, null) as previous_value,
    p.earlier.lower as previous_lower, p.earlier.upper as previous_upper,
    if(interval_is_exact(p.level), p.level.lower, null) as value, p.level.lower as lower, p.level.upper as upper,
    if(interval_is_exact(p.difference), round(p.difference.lower, 6), null) as change,
    round(p.difference.lower, 6) as change_lower, round(p.difference.upper, 6) as change_upper,
    if(p.quantity = 'share', 'percentage_points', p.unit) as change_unit,
    if(interval_is_exact(p.times), round((p.times.lower - 1) * 100, 6), null) as computed_growth_percent,
    round((p.times.lower - 1) * 100, 6) as computed_growth_lower,
    round((p.times.upper - 1) * 100, 6) as computed_growth_upper,
    case
        when p.quantity in ('share', 'rank') then p.quantity
        when p.earlier.lower = 0 and p.earlier.upper = 0 then 'zero_base'
        when not interval_is_positive(p.earlier) then 'base_not_positive'
        when p.times is null then 'level_may_be_negative'
    end as no_percent,
    if(g.observation_id is null, null, g.value) as printed_growth_percent, g.observation_id as growth_observation_id,
    g.verdict as growth_verdict, c.value as printed_change, c.observation_id as change_observation_id,
    c.verdict as change_verdict, p.previous_state as previous_level_state, p.state as level_state, p.previous_effective_from, p.effective_from,
    p.previous_observation_ids, p.observation_ids, p.previous_source_ids, p.source_ids
from pairs p
left join printed g on g.series = p.series and g.year = p.year and g.measure = 'growth'
left join printed c on c.series = p.series and c.year = p.year and c.measure = 'change'
