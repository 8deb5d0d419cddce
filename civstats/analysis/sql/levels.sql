-- One level for each {key} in {of}. Figures that print the same number, as far as it was shortened, are one (`agreed`:
-- the number with the most digits). What else differs stays: the interval holds all of it, and where the figures exclude
-- each other it is `disputed`.
{to}_repeated as (select {key} from {of} group by all having count(*) > 1),
{to}_kept as (
    select *, bool_or(is_converted) over w as is_mixed
    from {of} semi join {to}_repeated r on {same}
    window w as (partition by {key})
    qualify {kept}
),
{to}_readings as (
    -- What the digits may stand for, rounded or truncated. A monthly amount beside a yearly one is printed to the yuan.
    select *, coalesce(lower = upper, false) as is_exact, interval_of(lower, upper, bound) as known,
        if(is_mixed and not is_converted, greatest(precision, 1), precision) as step,
        if(is_exact, lower - step / 2, lower) as may_begin, if(is_exact, upper + step * 0.999999, upper) as may_end
    from {to}_kept
),
{to}_merged as (
    select count(*) as figures, coalesce(max(may_begin) <= min(may_end), true) as is_possible,
        is_possible and bool_and(is_exact) as is_one,
        arg_min({to}_readings, (is_exact is false, step, observation_id)) as first, interval_hull(known) as hull,
        string_agg(observation_id, ' ' order by observation_id) as observation_ids,
        string_agg(distinct source_id, ' ' order by source_id) as source_ids
    from {to}_readings group by {key}
),
{to} as (
    select {of}.*, interval_of(lower, upper, bound) as level, 'single' as state, observation_id as observation_ids,
        source_id as source_ids
    from {of} anti join {to}_repeated r on {same}
    union all by name
    select first.* exclude (is_mixed, is_exact, known, step, may_begin, may_end), if(is_one, first.known, hull) as level,
        case when figures = 1 then 'single' when is_possible then 'agreed' else 'disputed' end as state, observation_ids,
        source_ids
    from {to}_merged
)
