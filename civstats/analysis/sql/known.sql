-- What the observations `${to}_ids` leave open, one row a place, in `$unit`: from `low` to `high`, infinite where unbounded. A
-- number that was shortened (its last digit is of size `precision`) stands for all that may have been rounded or
-- truncated to it. Of several observations, all that any of them leaves open.
{to}_factors as (
    select u.unit_id, split_part(u.factor, '/', 1)::double as numerator,
        coalesce(nullif(split_part(u.factor, '/', 2), ''), '1')::double as denominator
    from units u
),
{to}_printed as (
    select o.locality_id, o.bound, f.numerator * t.denominator as up, f.denominator * t.numerator as down,
        round(o.lower * up / down, 6) as low, round(o.upper * up / down, 6) as high, o.precision * up / down as step
    from observations o
    join {to}_factors f on f.unit_id = o.unit
    join {to}_factors t on t.unit_id = $unit
    where o.observation_id in (select unnest(${to}_ids::varchar[]))
),
{to}_merged as (
    select locality_id, count(*) as figures, min(coalesce(low, '-infinity'::double)) as least,
        max(coalesce(high, 'infinity'::double)) as greatest, any_value(bound) as bound,
        if(figures = 1 and least = greatest, max(step), 0) as short
    from {to}_printed group by locality_id
),
{to} as (
    select locality_id, least - if(least >= 0, short / 2, short) as low, greatest + if(least >= 0, short, short / 2) as high,
        figures = 1 and bound in ('gt', 'more_than', 'nearly') as low_open,
        figures = 1 and bound in ('lt', 'more_than', 'nearly') as high_open
    from {to}_merged
)
