-- "institutional" stands beside "scattered", and institutional_x beside scattered_x.
with standards as (
    select s.*, s.lower * s.cny_per_person_month / s.amount as low, s.upper * s.cny_per_person_month / s.amount as high,
        coalesce(s.due, s.effective_from) as day_of
    from subsidy_standards s
    where s.amount > 0 and (s.tier like 'institutional%' or s.tier like 'scattered%')
),
pairs as (
    select i.observation_id, c.observation_id as beside_id, i.high as found, c.low as wanted,
        row_number() over (
            partition by i.observation_id
            order by case when c.source_id = i.source_id then 0 else 1 end, c.observation_id
        ) as choice
    from standards i
    join standards c
        on c.tier = replace(i.tier, 'institutional', 'scattered') and c.locality_id = i.locality_id
        and coalesce(c.area, '') = coalesce(i.area, '') and c.indicator_id = i.indicator_id
        and c.residence = i.residence and c.year = i.year and c.measure = i.measure and c.set_kind = i.set_kind
    where i.tier like 'institutional%' and i.high < c.low
        and coalesce(c.day_of, i.day_of, date '1900-01-01') = coalesce(i.day_of, c.day_of, date '1900-01-01')
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
