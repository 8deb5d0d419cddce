-- The methods of target attainment. Times are counted in days, each as the 365th or 366th part of its year, so that a
-- whole year is one. A method that cannot be applied gives null: no zero is ever replaced by a small number.
create or replace temp macro moment(day) as
    year(day) + dayofyear(day)::double / dayofyear(make_date(year(day), 12, 31));
-- The part of the time between two days that has passed on `now`.
create or replace temp macro elapsed(since, now, deadline) as
    (moment(now) - moment(since)) / nullif(moment(deadline) - moment(since), 0);
-- What a target asks: at_least, above, at_most, below (of its bound, or of which is better), equal, within.
create or replace temp macro goal_kind(bound, direction) as case
    when bound = 'ge' then 'at_least' when bound = 'gt' then 'above' when bound = 'le' then 'at_most'
    when bound = 'lt' then 'below' when direction = 'more' then 'at_least' when direction = 'less' then 'at_most'
    when bound = 'range' then 'within' else 'equal' end;
-- The value that must be reached, as an interval only where the target itself leaves it open (about, nearly).
create or replace temp macro goal_of(low, high, bound, kind) as case
    when bound in ('approx', 'more_than', 'nearly') or kind in ('equal', 'within') then interval_of(low, high, bound)
    when kind in ('at_least', 'above') then interval_exact(low) else interval_exact(high) end;
-- Whether a value is certainly what the goal asks, and whether it certainly is not.
create or replace temp macro goal_is_met(kind, goal, a) as case kind
    when 'at_least' then interval_at_least(a, goal) when 'above' then interval_above(a, goal)
    when 'at_most' then interval_at_least(goal, a) when 'below' then interval_above(goal, a)
    when 'within' then interval_contains(goal, a)
    else interval_is_exact(goal) and interval_is_exact(a) and goal.lower = a.lower end;
create or replace temp macro goal_is_missed(kind, goal, a) as case kind
    when 'at_least' then interval_above(goal, a) when 'above' then interval_at_least(goal, a)
    when 'at_most' then interval_above(a, goal) when 'below' then interval_at_least(a, goal)
    else not interval_overlaps(goal, a) end;
-- Linear: the part of the way from the base to the goal (a number) that was gone; null where the goal is not beyond it.
create or replace temp macro way_gone(base, a, goal) as case
    when goal > base.upper and base.lower is not null then interval_with(
        least((a.lower - base.lower) / (goal - base.lower), (a.lower - base.upper) / (goal - base.upper)),
        greatest((a.upper - base.lower) / (goal - base.lower), (a.upper - base.upper) / (goal - base.upper)), false, false)
    when goal < base.lower and base.upper is not null then interval_with(
        least((base.lower - a.upper) / (base.lower - goal), (base.upper - a.upper) / (base.upper - goal)),
        greatest((base.lower - a.lower) / (base.lower - goal), (base.upper - a.lower) / (base.upper - goal)), false, false)
end;
-- Statistics Canada and Open SDG: the yearly growth so far over the yearly growth that the goal takes, of numbers; only
-- of positive levels over three years or more. `years` have passed of `horizon`.
create or replace temp macro growth_ratio(base, x, goal, years, horizon) as case
    when base > 0 and x > 0 and goal > 0 and goal <> base and years > 0 and horizon >= 3 then
        sign(goal - base) * (pow(x / base, 1 / years) - 1) / abs(pow(goal / base, 1 / horizon) - 1) end;
-- UN progress chart: where the yearly growth so far leads by the deadline, as a part of the way from base to goal.
create or replace temp macro projected_way(base, x, goal, years, horizon) as case
    when base > 0 and x > 0 and goal <> base and years > 0 and horizon >= 3 then
        (x * pow(x / base, (horizon - years) / years) - base) / (goal - base) end;
-- The grade of an interval: certain only where no threshold lies in it. `names` has one more than `thresholds`.
create or replace temp macro grade_of(x, thresholds) as 1 + len(list_filter(thresholds, lambda t: t <= x));
create or replace temp macro grade(low, high, thresholds, names) as
    if(grade_of(low, thresholds) = grade_of(high, thresholds) and low is not null and high is not null,
        names[grade_of(low, thresholds)], null);
