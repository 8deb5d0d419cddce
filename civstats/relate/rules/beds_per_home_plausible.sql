select b.observation_id, f.observation_id as beside_id, round(b.value / f.count, 1) as found,
    cast(case when b.lower > {most} * f.upper then {most} else {least} end as double) as wanted
from facility_counts f
join observations b on b.observation_id = f.beds_observation_id
where f.beds_observation_id <> f.observation_id and f.count > 0
    and (b.lower > {most} * f.upper or b.upper < {least} * f.lower)
