-- A unit that is counted by the piece bears the name of its quantity; money, shares and rates do not.
select o.observation_id, cast(null as string) as beside_id, o.value as found, cast(null as double) as wanted
from observations o
join units u on u.unit_id = o.unit
where u.quantity = u.unit_id and o.value <> floor(o.value)
