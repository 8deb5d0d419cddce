-- The rules of civstats.interval.Interval for SQL. An interval is a struct of the ends `lower` and `upper` (null where
-- unbounded) and whether each is open (it does not belong to it). A null interval is one that cannot be said.
create or replace temp macro interval_with(low, high, low_open, high_open) as {
    'lower': low::double, 'upper': high::double,
    'lower_open': low is not null and low_open, 'upper_open': high is not null and high_open
};
-- What a figure with the code `bound` leaves open.
create or replace temp macro interval_of(low, high, bound) as
    interval_with(low, high, bound in ('gt', 'more_than', 'nearly'), bound in ('lt', 'more_than', 'nearly'));
create or replace temp macro interval_exact(x) as interval_with(x, x, false, false);
create or replace temp macro interval_is_exact(a) as coalesce(a.lower = a.upper, false);
-- All differences between a value here and a value there.
create or replace temp macro interval_minus(a, b) as
    interval_with(a.lower - b.upper, a.upper - b.lower, a.lower_open or b.upper_open, a.upper_open or b.lower_open);
-- Whether a quotient a / b can be said: nothing here is negative, everything there is positive.
create or replace temp macro interval_is_positive(b) as coalesce(b.lower > 0 or (b.lower = 0 and b.lower_open), false);
create or replace temp macro interval_is_divisible(a, b) as coalesce(a.lower >= 0, false) and interval_is_positive(b);
-- All quotients of a value here by a value there; null where they cannot be said.
create or replace temp macro interval_over(a, b) as case
    when not interval_is_divisible(a, b) then null
    when a.upper = 0 and b.lower > 0 then interval_exact(0)
    else interval_with(
        case when b.upper is null then 0 else a.lower / b.upper end,
        case when b.lower > 0 then a.upper / b.lower end,
        case when b.upper is null then a.lower > 0 or a.lower_open
            else a.lower_open or (b.upper_open and a.lower > 0) end,
        a.upper_open or b.lower_open)
end;
-- Whether every value here is at least (above) every value there.
create or replace temp macro interval_at_least(a, b) as coalesce(a.lower >= b.upper, false);
create or replace temp macro interval_above(a, b) as
    coalesce(a.lower > b.upper or (a.lower = b.upper and (a.lower_open or b.upper_open)), false);
-- Whether one value lies in both.
create or replace temp macro interval_overlaps(a, b) as not (interval_above(a, b) or interval_above(b, a));
-- Whether every value of b lies in a.
create or replace temp macro interval_reaches_below(a, b) as a.lower is null
    or coalesce(a.lower < b.lower or (a.lower = b.lower and (not a.lower_open or b.lower_open)), false);
create or replace temp macro interval_reaches_above(a, b) as a.upper is null
    or coalesce(a.upper > b.upper or (a.upper = b.upper and (not a.upper_open or b.upper_open)), false);
create or replace temp macro interval_contains(a, b) as interval_reaches_below(a, b) and interval_reaches_above(a, b);
-- The smallest interval that holds all of a group (an aggregate).
create or replace temp macro interval_hull(a) as interval_with(
    if(count(a.lower) = count(a), min(a.lower), null), if(count(a.upper) = count(a), max(a.upper), null),
    min((a.lower, a.lower_open))[2], not max((a.upper, not a.upper_open))[2]);
