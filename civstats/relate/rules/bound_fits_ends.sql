-- What a bound leaves open: 至少735 from 735 up, 1200余 from 1200 to the next step, 735 nothing.
with ends as (
    select o.observation_id, o.value, o.lower, o.upper,
        case o.bound
            when 'eq' then coalesce(o.lower = o.value and o.upper = o.value, false)
            when 'ge' then coalesce(o.lower = o.value and o.upper is null, false)
            when 'gt' then coalesce(o.lower = o.value and o.upper is null, false)
            when 'le' then coalesce(o.upper = o.value and o.lower is null, false)
            when 'lt' then coalesce(o.upper = o.value and o.lower is null, false)
            when 'range' then coalesce(o.value is null and o.lower < o.upper, false)
            when 'approx' then coalesce(o.lower < o.value and o.value < o.upper, false)
            else coalesce(o.lower < o.upper and (o.lower = o.value or o.upper = o.value), false)
        end as fits
    from observations o
)
select observation_id, cast(null as string) as beside_id, coalesce(value, lower, upper) as found,
    coalesce(lower, upper) as wanted
from ends
where not fits
