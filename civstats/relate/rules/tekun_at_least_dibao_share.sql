-- The basic living standard of tekun beside the dibao standard of the same place, residence and day; one yuan is left
-- for rounding to whole yuan.
with standards as (
    select s.*, s.lower * s.cny_per_person_month / s.amount as low, s.upper * s.cny_per_person_month / s.amount as high,
        coalesce(s.due, s.effective_from) as day_of
    from subsidy_standards s where s.amount > 0 and s.set_kind = 'own'
),
pairs as (
    select t.observation_id, d.observation_id as beside_id, t.high as found, {factor} * d.low as wanted,
        row_number() over (
            partition by t.observation_id
            order by case when d.source_id = t.source_id then 0 else 1 end, d.observation_id
        ) as choice
    from standards t
    join standards d
        on d.locality_id = t.locality_id and coalesce(d.area, '') = coalesce(t.area, '')
        and d.residence = t.residence and d.year = t.year and d.measure = t.measure
    where t.indicator_id = 'tekun_standard' and d.indicator_id = 'dibao_standard' and d.tier = 'total'
        and t.year >= {first_year} and t.high + {rounding} < {factor} * d.low
        and coalesce(d.day_of, t.day_of, date '1900-01-01') = coalesce(t.day_of, d.day_of, date '1900-01-01')
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
