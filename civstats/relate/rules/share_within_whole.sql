-- Shares of a whole; a ratio of two different things (x_to_y), a rate of price rise and the completion of a plan may
-- exceed the whole, as may the low-income population beside the dibao recipients.
select o.observation_id, cast(null as string) as beside_id, coalesce(o.value, o.lower, o.upper) as found,
    cast(case when u.unit_id = 'permille' then 1000 else 100 end as double) as wanted
from observations o
join indicators i on i.indicator_id = o.indicator_id
join units u on u.unit_id = o.unit
where u.quantity = 'share' and i.unit in ('percent', 'permille') and o.measure not in ('growth', 'change')
    and i.definition_zh not like '%之比%' and i.indicator_id not like '%_to_%' and i.indicator_id not like '%_growth'
    and i.indicator_id not like '%plan_completion'
    and (o.lower > case when u.unit_id = 'permille' then 1000 else 100 end or o.upper < 0)
