select o.observation_id, cast(null as string) as beside_id, coalesce(o.value, o.lower, o.upper) as found,
    cast(null as double) as wanted
from observations o
where substring(coalesce(o.read_as, o.printed), 1, 1) = '0'
    and substring(coalesce(o.read_as, o.printed), 2, 1) between '0' and '9'
