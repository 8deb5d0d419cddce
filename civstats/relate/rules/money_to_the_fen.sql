select o.observation_id, cast(null as string) as beside_id, o.value as found, cast(null as double) as wanted
from observations o
where o.unit = 'CNY' and abs(o.value * 100 - round(o.value * 100)) > 0.001
