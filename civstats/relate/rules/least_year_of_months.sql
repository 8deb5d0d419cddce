-- A lower bound by the month and one by the year in one document; amounts are printed to the yuan.
with pairs as (
    select m.observation_id, y.observation_id as beside_id, m.value as found, y.value / 12 as wanted,
        case when abs(m.value * 12 - y.value) < 12 then 0 else 1 end as is_apart,
        row_number() over (
            partition by m.observation_id
            order by case when abs(m.value * 12 - y.value) < 12 then 0 else 1 end, y.observation_id
        ) as choice
    from observations m
    join observations y
        on y.source_id = m.source_id and y.locality_id = m.locality_id and coalesce(y.area, '') = coalesce(m.area, '')
        and y.indicator_id = m.indicator_id and y.residence = m.residence and y.breakdown = m.breakdown
        and y.measure = m.measure and y.year = m.year and y.bound = m.bound
    where m.unit = 'CNY/person/month' and y.unit = 'CNY/person/year' and m.bound in ('ge', 'gt')
)
select observation_id, beside_id, found, wanted from pairs where choice = 1 and is_apart = 1
