-- Ends of the interval as monthly amounts; an open end is null and so breaks nothing.
with standards as (
    select s.*, s.lower * s.cny_per_person_month / s.amount as low, s.upper * s.cny_per_person_month / s.amount as high,
        coalesce(s.due, s.effective_from) as day_of
    from subsidy_standards s where s.amount > 0
),
pairs as (
    select r.observation_id, u.observation_id as beside_id, r.low as found, u.high as wanted,
        row_number() over (
            partition by r.observation_id
            order by case when u.source_id = r.source_id then 0 else 1 end, u.observation_id
        ) as choice
    from standards r
    join standards u
        on u.locality_id = r.locality_id and coalesce(u.area, '') = coalesce(r.area, '')
        and u.indicator_id = r.indicator_id and u.tier = r.tier and u.year = r.year and u.measure = r.measure
        and u.set_kind = r.set_kind
    where r.residence = 'rural' and u.residence = 'urban' and r.low > u.high
        and coalesce(u.day_of, r.day_of, date '1900-01-01') = coalesce(r.day_of, u.day_of, date '1900-01-01')
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
