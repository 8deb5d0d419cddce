-- A part that is shortened (2.7万) beside a whole that is printed to the unit, or much more exactly.
select p.observation_id, w.observation_id as beside_id, p.precision as found, w.precision as wanted
from observations p
join observations w on w.observation_id = p.part_of and w.unit = p.unit
where p.precision >= {least} and p.precision > {factor} * w.precision
