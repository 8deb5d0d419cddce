-- A county beside its prefecture, in the same year: counties of one prefecture differ little.
with standards as (
    select s.*, s.lower * s.cny_per_person_month / s.amount as low, s.upper * s.cny_per_person_month / s.amount as high
    from subsidy_standards s where s.amount > 0 and s.set_kind = 'own' and s.measure <> 'target'
),
pairs as (
    select c.observation_id, p.observation_id as beside_id,
        case when c.low > {most} * p.high then c.low else c.high end as found,
        case when c.low > {most} * p.high then p.high else p.low end as wanted,
        case when c.low > {most} * p.high or c.high < {least} * p.low then 1 else 0 end as is_far,
        row_number() over (
            partition by c.observation_id
            order by case when c.low > {most} * p.high or c.high < {least} * p.low then 1 else 0 end, p.observation_id
        ) as choice
    from standards c
    join localities l on l.locality_id = c.locality_id
    join standards p
        on p.locality_id = l.parent_id and p.indicator_id = c.indicator_id and p.residence = c.residence
        and p.tier = c.tier and p.year = c.year
)
select observation_id, beside_id, found, wanted from pairs where choice = 1 and is_far = 1
