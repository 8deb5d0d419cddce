-- What is paid on average is the gap between the standard and the income of the household: less than the standard, but
-- no small part of it.
with payments as (
    select o.*, case when o.unit = 'CNY/person/year' then 12.0 else 1.0 end as months
    from observations o
    where o.indicator_id = 'dibao_average_payment' and o.measure in ('actual', 'standard', 'target', 'previous')
),
standards as (
    select s.*, s.lower * s.cny_per_person_month / s.amount as low, s.upper * s.cny_per_person_month / s.amount as high
    from subsidy_standards s
    where s.indicator_id in ('dibao_standard', 'dibao_average_standard') and s.tier = 'total' and s.amount > 0
),
pairs as (
    select p.observation_id, s.observation_id as beside_id, p.lower / p.months as low, p.upper / p.months as high,
        s.low as standard_low, s.high as standard_high,
        row_number() over (
            partition by p.observation_id
            order by case when s.source_id = p.source_id then 0 else 1 end, s.high desc, s.observation_id
        ) as choice
    from payments p
    join standards s
        on s.locality_id = p.locality_id and coalesce(s.area, '') = coalesce(p.area, '') and s.year = p.year
        and s.residence = p.residence
)
select observation_id, beside_id, case when low > standard_high then low else high end as found,
    case when low > standard_high then standard_high else standard_low end as wanted
from pairs
where choice = 1 and (low > standard_high or high < {percent} / 100 * standard_low)
