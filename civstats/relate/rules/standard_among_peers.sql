-- Distance from the median of its year and the years beside it, on a logarithmic scale, against the spread (the median
-- distance). At least {places} places make a median. A value to which another document of the place comes near is its
-- level, however far the place stands from others.
with standards as (
    select s.observation_id, s.source_id, s.locality_id, s.indicator_id, s.residence, s.tier, s.year,
        s.cny_per_person_month as amount, log10(s.cny_per_person_month) as size
    from subsidy_standards s where s.cny_per_person_month > 0
),
around as (
    select s.locality_id, s.indicator_id, s.residence, s.tier, s.size, s.year + shifts.shift as year
    from standards s cross join (values (-1), (0), (1)) as shifts (shift)
),
middles as (
    select indicator_id, residence, tier, year, median(size) as middle from around
    group by indicator_id, residence, tier, year having count(distinct locality_id) >= {places}
),
spreads as (
    select a.indicator_id, a.residence, a.tier, a.year, min(m.middle) as middle,
        median(abs(a.size - m.middle)) as spread
    from around a
    join middles m
        on m.indicator_id = a.indicator_id and m.residence = a.residence and m.tier = a.tier and m.year = a.year
    group by a.indicator_id, a.residence, a.tier, a.year
),
far as (
    select s.*, d.middle
    from standards s
    join spreads d
        on d.indicator_id = s.indicator_id and d.residence = s.residence and d.tier = s.tier and d.year = s.year
    where abs(s.size - d.middle) > greatest(log10({factor}), {spreads} * d.spread)
),
known as (
    select distinct f.observation_id
    from far f
    join standards o
        on o.locality_id = f.locality_id and o.indicator_id = f.indicator_id and o.residence = f.residence
        and o.tier = f.tier
    where o.source_id <> f.source_id and abs(o.size - f.size) < log10({near})
)
select f.observation_id, cast(null as string) as beside_id, f.amount as found, round(pow(10, f.middle), 2) as wanted
from far f
left join known k on k.observation_id = f.observation_id
where k.observation_id is null
