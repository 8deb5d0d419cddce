with payments as (
    select o.*, case when o.unit = 'CNY/person/year' then 12.0 else 1.0 end as months
    from observations o where o.indicator_id = 'dibao_average_payment' and o.measure in ('actual', 'standard', 'target')
),
pairs as (
    select p.observation_id, s.observation_id as beside_id, p.lower / p.months as found,
        s.upper * s.cny_per_person_month / s.amount as wanted,
        row_number() over (
            partition by p.observation_id
            order by case when s.source_id = p.source_id then 0 else 1 end,
                s.upper * s.cny_per_person_month / s.amount desc, s.observation_id
        ) as choice
    from payments p
    join subsidy_standards s
        on s.locality_id = p.locality_id and coalesce(s.area, '') = coalesce(p.area, '') and s.year = p.year
        and s.residence = p.residence
    where s.indicator_id in ('dibao_standard', 'dibao_average_standard') and s.tier = 'total' and s.amount > 0
        and s.measure <> 'previous'
)
select observation_id, beside_id, found, wanted from pairs where choice = 1 and found > wanted
