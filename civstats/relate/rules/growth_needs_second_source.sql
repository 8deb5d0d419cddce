-- Beside the previous value of the same document, or else every value that other documents print for the year before. A
-- lower end that is not above zero gives no ratio.
with standards as (
    select s.*, case when s.lower > 0 then s.lower * s.cny_per_person_month / s.amount end as low,
        case when s.upper > 0 then s.upper * s.cny_per_person_month / s.amount end as high
    from subsidy_standards s where s.amount > 0
),
candidates as (
    select s.observation_id, p.observation_id as beside_id, 0 as distance, s.low / p.high as least_ratio,
        s.high / p.low as most_ratio
    from standards s join standards p on p.observation_id = s.previous_observation_id
    where s.measure <> 'previous'
    union all
    select s.observation_id, p.observation_id, 1, s.low / p.high, s.high / p.low
    from standards s
    join standards p
        on p.locality_id = s.locality_id and coalesce(p.area, '') = coalesce(s.area, '')
        and p.indicator_id = s.indicator_id and p.residence = s.residence and p.tier = s.tier
        and p.set_kind = s.set_kind and p.year = s.year - 1
    where s.measure <> 'previous' and p.measure in ('standard', 'previous')
),
judged as (
    select c.*,
        case when least_ratio > 1 + {most_percent} / 100 then (least_ratio - 1) * 100
            when most_ratio < 1 + {least_percent} / 100 then (most_ratio - 1) * 100 end as growth
    from candidates c
),
chosen as (
    select j.*, row_number() over (
            partition by observation_id
            order by distance, case when growth is null then 0 else 1 end, beside_id
        ) as choice
    from judged j
)
select c.observation_id, c.beside_id, round(c.growth, 2) as found,
    cast(case when c.growth > 0 then {most_percent} else {least_percent} end as double) as wanted
from chosen c
join observations o on o.observation_id = c.observation_id
where c.choice = 1 and c.growth is not null and o.corroborations = 0
