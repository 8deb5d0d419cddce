-- An amount by person and month beside the median of all places, years, residences and tiers of its indicator, on a
-- logarithmic scale, against the spread (the median distance). At least {places} places make a median.
with rates as (
    select o.observation_id, o.locality_id, o.indicator_id,
        case when o.unit = 'CNY/person/year' then o.value / 12 else o.value end as amount,
        log10(case when o.unit = 'CNY/person/year' then o.value / 12 else o.value end) as size
    from observations o
    join units u on u.unit_id = o.unit
    where u.quantity = 'money_rate' and o.measure not in ('growth', 'change') and o.value > 0
),
middles as (
    select indicator_id, median(size) as middle from rates group by indicator_id
    having count(distinct locality_id) >= {places}
),
distances as (
    select r.*, m.middle, abs(r.size - m.middle) as distance
    from rates r join middles m on m.indicator_id = r.indicator_id
),
spreads as (
    select indicator_id, median(distance) as spread from distances group by indicator_id
)
select d.observation_id, cast(null as string) as beside_id, d.amount as found, round(pow(10, d.middle), 2) as wanted
from distances d
join spreads s on s.indicator_id = d.indicator_id
where d.distance > greatest(log10({factor}), {spreads} * s.spread)
