-- A figure that a document declares to be a part of another, beside others that it does not print.
select w.observation_id as result_id, [s.observation_id] as term_ids, s.observation_id as way
from observations s
join observations w on w.observation_id = s.subset_of
