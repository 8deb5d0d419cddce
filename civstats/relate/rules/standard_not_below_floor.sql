-- The floor of x_standard is x_minimum_standard, or x_standard itself where it is printed as "not below". It binds the
-- place that set it and every place inside from its first day, for the following years too: a later floor is higher.
with own as (
    select s.observation_id, s.source_id, s.locality_id, s.residence, s.tier, s.year,
        replace(s.indicator_id, '_average_standard', '_standard') as standard,
        s.upper * s.cny_per_person_month / s.amount as high,
        coalesce(s.effective_from, make_date(s.year, 1, 1)) as day_of
    from subsidy_standards s
    where s.set_kind in ('own', 'average') and s.measure in ('standard', 'target') and s.amount > 0
),
floors as (
    select s.observation_id, s.locality_id, s.residence, s.tier, s.year + later.years as year,
        replace(s.indicator_id, '_minimum_standard', '_standard') as standard,
        s.lower * s.cny_per_person_month / s.amount as low,
        coalesce(s.effective_from, make_date(s.year, 12, 31)) as day_of
    from subsidy_standards s
    cross join (values (0), (1), (2)) as later (years)
    where s.set_kind = 'floor' and s.measure = 'standard' and s.area is null and s.amount > 0
),
within as (
    select o.*, o.locality_id as floor_place from own o
    union all
    select o.*, concat(substring(o.locality_id, 1, 4), '00') from own o where o.locality_id not like '____00'
    union all
    select o.*, concat(substring(o.locality_id, 1, 2), '0000') from own o where o.locality_id not like '__0000'
),
pairs as (
    select o.observation_id, f.observation_id as beside_id, o.high as found, f.low as wanted,
        row_number() over (partition by o.observation_id order by f.low desc, f.observation_id) as choice
    from within o
    join floors f
        on f.locality_id = o.floor_place and f.standard = o.standard and f.tier = o.tier and f.year = o.year
    where o.high < f.low and f.day_of <= o.day_of
        and (f.residence = o.residence or f.residence = 'total' or o.residence = 'total')
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
