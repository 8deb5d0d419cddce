-- Distance from the median of places of the same level, on a logarithmic scale, against the spread (the median
-- distance). At least {places} places make a median. Money and person-times grow with the months they are counted over.
with figures as (
    select o.observation_id, o.locality_id, o.value, log10(o.value) as size, o.indicator_id, o.residence, o.breakdown,
        o.unit, l.level, case when o.measure in ('actual', 'previous') then 'level' else 'target' end as claim,
        case when o.unit in ('CNY', 'person_times')
            then (year(o.period_end) - year(o.period_start)) * 12 + month(o.period_end) - month(o.period_start)
            else 0 end as months
    from observations o
    join indicators i on i.indicator_id = o.indicator_id
    join localities l on l.locality_id = o.locality_id
    where o.measure in ('actual', 'previous', 'target', 'interim_target') and o.value > 0 and i.summable
),
middles as (
    select indicator_id, residence, breakdown, unit, level, claim, months, median(size) as middle
    from figures group by indicator_id, residence, breakdown, unit, level, claim, months
    having count(distinct locality_id) >= {places}
),
distances as (
    select f.*, m.middle, abs(f.size - m.middle) as distance
    from figures f
    join middles m
        on m.indicator_id = f.indicator_id and m.residence = f.residence and m.breakdown = f.breakdown
        and m.unit = f.unit and m.level = f.level and m.claim = f.claim and m.months = f.months
),
spreads as (
    select indicator_id, residence, breakdown, unit, level, claim, months, median(distance) as spread
    from distances group by indicator_id, residence, breakdown, unit, level, claim, months
)
select d.observation_id, cast(null as string) as beside_id, d.value as found, round(pow(10, d.middle), 2) as wanted
from distances d
join spreads s
    on s.indicator_id = d.indicator_id and s.residence = d.residence and s.breakdown = d.breakdown
    and s.unit = d.unit and s.level = d.level and s.claim = d.claim and s.months = d.months
where d.distance > greatest(log10({factor}), {spreads} * s.spread)
