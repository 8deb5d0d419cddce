select a.observation_id, case when a.persons_observation_id = a.observation_id then a.amount_observation_id
        else a.persons_observation_id end as beside_id,
    round(a.amount_cny / a.persons, 2) as found,
    cast(case when a.amount_lower > {most} * a.persons_upper then {most} else {least} end as double) as wanted
from assistance a
where a.persons > 0 and a.amount_cny > 0
    and (a.amount_lower > {most} * a.persons_upper or a.amount_upper < {least} * a.persons_lower)
