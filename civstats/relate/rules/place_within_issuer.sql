-- Places inside the issuing office's own place, and the places that this one lies in. Pairs of zeros at the end of a
-- code stand for the whole, so a code without them begins the codes of all places inside.
with pairs as (
    select o.observation_id, cast(o.locality_id as double) as found, cast(s.locality_id as double) as wanted,
        regexp_replace(o.locality_id, '(00)+$', '') as place, regexp_replace(s.locality_id, '(00)+$', '') as issuing
    from observations o
    join sources s on s.source_id = o.source_id
)
select observation_id, cast(null as string) as beside_id, found, wanted
from pairs
where substring(place, 1, length(issuing)) <> issuing and substring(issuing, 1, length(place)) <> place
