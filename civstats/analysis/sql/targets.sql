-- Every target with what answers it, and by how much it was met.
with
as_of as (
    select coalesce($as_of::date, (select coalesce(max(coalesce(issued, published)), max(period_end)) from sources)) as today
),
documents as (
    select source_id, coalesce(issued, published) as known_on from sources
),
{figures},
aims as (
    select hash(o.observation_id) as aim, o.observation_id, o.source_id, o.locality_id, o.area, o.indicator_id, o.residence,
        o.breakdown, o.measure, o.printed, o.read_as, o.note, o.bound, o.year, o.period_start, d.known_on as issued, i.direction,
        i.summable, o.due as due, coalesce(o.due, o.period_end, make_date(o.year, 12, 31)) as deadline,
        s.set_kind is not null as is_standard, if(s.set_kind is not null and o.area is null, null, o.subject_zh) as about,
        hash(o.locality_id, o.area, o.indicator_id, o.residence, o.breakdown, about, u.quantity) as thing,
        u.base_unit, u.quantity, a.today, year(coalesce(o.due, o.period_end, make_date(o.year, 12, 31)))::integer as due_year,
        least(o.period_start, d.known_on) as since,
        goal_kind(o.bound, i.direction) as goal,
        goal_of(round(o.lower * u.numerator / u.denominator, 6), round(o.upper * u.numerator / u.denominator, 6),
            o.bound, goal_kind(o.bound, i.direction)) as asked
    from observations o
    join unit_factors u on u.unit_id = o.unit
    join indicators i using (indicator_id)
    left join documents d using (source_id)
    left join subsidy_standards s using (observation_id)
    cross join as_of a
    where o.measure in ('target', 'interim_target') and coalesce(d.known_on <= a.today, true){chosen}
),
known as (
    -- What was known on the day, and what it says of: a state (a rate, a share, what there was on a day), or a stretch.
    select f.observation_id, f.source_id, f.locality_id, f.set_by, f.lower, f.upper, f.bound, f.precision, f.is_converted,
        f.is_standard, f.first_day, f.year, f.effective_from, f.period_start, f.period_end,
        quantity = 'share' or is_standard or first_day in (0, -1) as is_state,
        if(is_standard, make_date(year, 12, 31), coalesce(period_end, make_date(year, 12, 31))) as on_day,
        hash(locality_id, area, indicator_id, residence, breakdown, subject_zh, quantity) as thing,
        if(area is null, hash(locality_id, indicator_id, residence, breakdown, quantity), null) as whole_thing
    from figures f
    left join documents d using (source_id)
    where coalesce(d.known_on <= (select today from as_of), true)
),
candidates as (
    select k.observation_id, k.source_id, k.lower, k.upper, k.bound, k.precision, k.is_converted, k.year, k.effective_from,
        k.period_start, k.period_end, k.on_day, a.aim, k.is_state or k.period_start is not distinct from a.period_start as fits,
        k.period_start > a.period_start as begins_later
    from aims a
    join known k on k.thing = a.thing and k.year = a.due_year
    where a.today >= a.deadline
        and case when k.is_standard
            then coalesce(k.effective_from <= a.deadline, true) and coalesce(k.set_by = k.locality_id, true)
            else k.on_day >= a.deadline and (first_day = -1 or coalesce(k.period_start <= a.deadline, true)) end
),
{answers},
underway as (
    -- What was reached before the deadline, of a target that has no answer; the last of it counts.
    select k.observation_id, k.source_id, k.lower, k.upper, k.bound, k.precision, k.is_converted, k.year, k.effective_from,
        k.period_start, k.period_end, k.on_day, a.aim, k.is_state or k.period_start is not distinct from a.period_start as fits
    from (select * from aims anti join answers using (aim)) a
    join known k using (thing)
    where k.on_day < a.deadline and k.on_day <= a.today and k.on_day > a.since
        and (k.is_state or k.period_start >= a.period_start) and coalesce(k.set_by = k.locality_id, true)
),
{progress},
before as (
    -- Where it began: what the target's own document prints of an earlier year, or the last state known at its start.
    select k.observation_id, k.source_id, k.lower, k.upper, k.bound, k.precision, k.is_converted, k.year, k.effective_from,
        k.period_start, k.period_end, k.on_day, a.aim, k.source_id = a.source_id as is_own
    from (
        select * from aims left join (select aim, on_day as reached_on from progress) using (aim)
    ) a
    join known k using (thing)
    where k.is_state and k.on_day < coalesce(a.reached_on, a.deadline) and coalesce(k.set_by = k.locality_id, true)
        and case when k.source_id = a.source_id then k.year < a.year
            else coalesce(k.effective_from, if(k.is_standard, make_date(k.year, 1, 1), k.on_day)) <= a.since
                and k.on_day < a.period_start end
),
{bases},
above as (
    -- What the place above reached in all, in the year of the deadline; the last of it counts.
    select k.observation_id, k.source_id, k.lower, k.upper, k.bound, k.precision, k.is_converted, k.year, k.effective_from,
        k.period_start, k.period_end, k.on_day, a.aim
    from (
        select aim, period_start, due_year, hash(l.parent_id, indicator_id, residence, breakdown, quantity) as thing
        from aims join localities l using (locality_id)
        where summable and area is null and l.parent_id is not null
    ) a
    join known k on k.whole_thing = a.thing and k.year = a.due_year
    where coalesce(k.period_start <= a.period_start, true)
),
{parents},
told as (
    -- Of a stretch that begins after the target's, all that came before is lacking; of an earlier one, too much is in it.
    select *, interval_with(
        if(fits or begins_later, level.lower, null), if(fits or not begins_later, level.upper, null), level.lower_open,
        level.upper_open) as says
    from answers
),
beside as (
    select a.*, r.level as actual, r.says, r.fits as actual_fits, r.state as actual_state, r.on_day as actual_date,
        r.period_start as actual_start, r.observation_ids as actual_observation_ids, r.source_ids as actual_source_ids,
        p.level as reached, p.fits as progress_fits, p.on_day as reached_date, p.period_start as reached_start,
        p.observation_ids as progress_observation_ids, p.source_ids as progress_source_ids,
        b.level as base, b.on_day as base_date, b.observation_id as base_observation_id,
        q.level as whole, q.observation_id as parent_observation_id,
        r.aim is not null as is_answered, p.aim is not null as is_underway,
        case when r.fits then r.level when p.fits then p.level end as compared,
        -- The methods that need a base ask how far it has come before the deadline.
        if(p.fits and a.asked.lower = a.asked.upper and a.goal not in ('equal', 'within'), a.asked.lower, null) as wanted,
        if(q.aim is null, null, if(r.fits, 'actual', 'target')) as share_of_parent_of
    from aims a
    left join told r using (aim)
    left join progress p using (aim)
    left join bases b using (aim)
    left join parents q using (aim)
),
compared as (
    select *, goal_is_met(goal, asked, says) as is_met, goal_is_missed(goal, asked, says) as is_missed,
        interval_minus(says, asked) as difference, interval_over(compared, asked) as completion,
        interval_over(if(share_of_parent_of = 'actual', actual, interval_exact(asked.lower)), whole) as share_of_parent,
        elapsed(base_date, reached_date, deadline) as time_gone,
        moment(reached_date) - moment(base_date) as years, moment(deadline) - moment(base_date) as horizon,
        (wanted > base.upper) = (goal in ('at_least', 'above')) as is_ahead
    from beside
),
measured as (
    select *, if(is_ahead, way_gone(base, reached, wanted), null) as gone,
        if(is_ahead and base.lower = base.upper, base.lower, null) as y0,
        case
            when today < deadline then 'not_yet_due'
            when not is_answered then 'cannot_tell'
            when is_met then 'met'
            when due is not null and is_missed then 'not_met'
            else 'cannot_tell'
        end as attainment,
        case
            when attainment <> 'cannot_tell' then null
            when not is_answered then if(is_underway, 'part_year_only', 'no_actual')
            when is_missed then 'no_deadline'
            when actual_state = 'disputed' then 'disputed'
            when not actual_fits then 'period_differs'
            when goal <> 'within' and asked.lower is distinct from asked.upper then 'goal_open'
            else 'actual_open'
        end as attainment_reason,
        growth_ratio(y0, reached.lower, wanted, years, horizon) as ratio_of_lower,
        growth_ratio(y0, reached.upper, wanted, years, horizon) as ratio_of_upper,
        projected_way(y0, reached.lower, wanted, years, horizon) as way_of_lower,
        projected_way(y0, reached.upper, wanted, years, horizon) as way_of_upper
    from compared
),
graded as (
    select *, round(gone.lower / if(time_gone > 0, time_gone, null), 6) as pace_lower,
        round(gone.upper / if(time_gone > 0, time_gone, null), 6) as pace_upper,
        -- Where less is better, the upper end of what was reached is the lower one of how far it has come.
        round(if(wanted < y0, ratio_of_upper, ratio_of_lower), 6) as ratio_lower,
        round(if(wanted < y0, ratio_of_lower, ratio_of_upper), 6) as ratio_upper,
        round(if(wanted < y0, way_of_upper, way_of_lower), 6) as projection_lower,
        round(if(wanted < y0, way_of_lower, way_of_upper), 6) as projection_upper
    from measured
)
select
    observation_id, source_id, locality_id, area, indicator_id, residence, breakdown, about as subject_zh, measure, printed,
    issued, period_start, due, deadline,
    case when regexp_matches(concat_ws(' ', printed, read_as, note), '力争|争取|力爭|爭取') then 'aspirational'
        when bound in ('ge', 'gt') then 'at_least' when bound in ('le', 'lt') then 'at_most' else 'exact' end as strength,
    goal, base_unit as unit, asked.lower as goal_lower, asked.upper as goal_upper,
    base_observation_id, base_date, base.lower as base_lower, base.upper as base_upper,
    actual_observation_ids, actual_source_ids, actual_start, actual_date, actual.lower as actual_lower,
    actual.upper as actual_upper, actual_state,
    progress_observation_ids, progress_source_ids, reached_start as progress_start, reached_date as progress_date,
    reached.lower as progress_lower, reached.upper as progress_upper,
    today as as_of, attainment, attainment_reason,
    round(difference.lower, 6) as difference_lower, round(difference.upper, 6) as difference_upper,
    if(goal in ('at_most', 'below'), null, round(completion.lower * 100, 6)) as completion_lower,
    if(goal in ('at_most', 'below'), null, round(completion.upper * 100, 6)) as completion_upper,
    round(time_gone, 6) as time_gone, round(gone.lower, 6) as way_gone_lower, round(gone.upper, 6) as way_gone_upper,
    pace_lower, pace_upper, grade(pace_lower, pace_upper, $linear_thresholds, $linear_names) as pace_grade,
    ratio_lower, ratio_upper, grade(ratio_lower, ratio_upper, $statcan_thresholds, $statcan_names) as ratio_grade,
    projection_lower, projection_upper,
    grade(projection_lower, projection_upper, $un2023_thresholds, $un2023_names) as projection_grade,
    $version as method_version, parent_observation_id, share_of_parent_of,
    round(share_of_parent.lower * 100, 6) as share_of_parent_lower,
    round(share_of_parent.upper * 100, 6) as share_of_parent_upper
from graded
