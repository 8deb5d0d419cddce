-- A growth rate is printed in percent; a share in per mille only where the indicator is.
select o.observation_id, cast(null as string) as beside_id, coalesce(o.value, o.lower, o.upper) as found,
    cast(null as double) as wanted
from observations o
join indicators i on i.indicator_id = o.indicator_id
join units own on own.unit_id = o.unit
join units declared on declared.unit_id = i.unit
where case when o.measure = 'growth' then own.unit_id <> 'percent'
    when own.unit_id = 'permille' then declared.unit_id <> 'permille'
    when o.measure = 'change' and declared.quantity = 'share' then own.quantity not in ('share', 'share_change')
    else own.quantity <> declared.quantity end
