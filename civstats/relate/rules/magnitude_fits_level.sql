-- What a place of a level may count at most: persons (and what is counted by the person), facilities and the like, and
-- yuan; and the least sum of money that its office speaks of. The most stands in thousands, of yuan in millions.
with limits as (
    select * from (values
        ('village', {village_persons}, {village_pieces}, {village_money}, 0),
        ('township', {township_persons}, {township_pieces}, {township_money}, 0),
        ('county', {county_persons}, {county_pieces}, {county_money}, {least_money}),
        ('prefecture', {prefecture_persons}, {prefecture_pieces}, {prefecture_money}, {least_money}),
        ('province', {province_persons}, {province_pieces}, {province_money}, {least_money})
    ) as t (level, persons, pieces, money, least_money)
),
figures as (
    select o.observation_id, o.lower, o.upper, o.value, l.level,
        case when o.unit = 'CNY' then 'money'
            when u.quantity in ('facilities', 'organisations', 'sites', 'localities', 'projects', 'teams', 'funds')
            then 'pieces' else 'persons' end as kind
    from observations o
    join units u on u.unit_id = o.unit
    join indicators i on i.indicator_id = o.indicator_id
    join localities l on l.locality_id = o.locality_id
    where i.summable and o.measure not in ('growth', 'change')
        and (o.unit = 'CNY' or (u.quantity = u.unit_id and u.quantity not in ('person_times', 'person_days')))
),
judged as (
    select f.*,
        case f.kind when 'money' then t.money * 1e6 when 'pieces' then t.pieces * 1e3 else t.persons * 1e3 end as most,
        case when f.kind = 'money' then cast(t.least_money as double) end as least_sum
    from figures f join limits t on t.level = f.level
)
select observation_id, cast(null as string) as beside_id, coalesce(value, lower, upper) as found,
    cast(case when lower > most then most else least_sum end as double) as wanted
from judged
where lower > most or upper < least_sum
