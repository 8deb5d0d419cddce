-- Two lower bounds leave open which is higher; as printed side by side in one document they are ordered all the same.
with pairs as (
    select r.observation_id, u.observation_id as beside_id, r.value as found, u.value as wanted,
        row_number() over (
            partition by r.observation_id order by abs(u.figure_no - r.figure_no), u.observation_id
        ) as choice
    from observations r
    join observations u
        on u.source_id = r.source_id and u.locality_id = r.locality_id and coalesce(u.area, '') = coalesce(r.area, '')
        and u.indicator_id = r.indicator_id and u.breakdown = r.breakdown and u.measure = r.measure
        and u.year = r.year and u.unit = r.unit and u.bound = r.bound
    join indicators i on i.indicator_id = r.indicator_id
    where not i.summable and r.residence = 'rural' and u.residence = 'urban' and r.bound in ('ge', 'gt')
        and r.unit in ('CNY/person/month', 'CNY/person/year') and r.value > u.value
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
