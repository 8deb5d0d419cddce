select s.observation_id, s.previous_observation_id as beside_id, s.amount as found, s.previous_amount as wanted
from subsidy_standards s
where s.bound = 'eq' and s.cny_per_person_month = s.previous_cny_per_person_month
