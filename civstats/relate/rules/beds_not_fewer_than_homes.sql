select b.observation_id, f.observation_id as beside_id, b.upper as found, f.lower as wanted
from facility_counts f
join observations b on b.observation_id = f.beds_observation_id
where f.beds_observation_id <> f.observation_id and b.upper < f.lower
