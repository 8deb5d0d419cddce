select o.observation_id, cast(null as string) as beside_id, o.value as found, cast(1 as double) as wanted
from observations o
where o.unit = 'percent' and o.measure not in ('growth', 'change') and o.value > 0 and o.value < 1
