with counted as (
    select o.source_id, o.char_start, o.char_end, min(o.observation_id) as first_id
    from observations o where o.char_start is not null
    group by o.source_id, o.char_start, o.char_end having count(*) > 1
)
select o.observation_id, c.first_id as beside_id, cast(o.char_start as double) as found, cast(null as double) as wanted
from observations o
join counted c on c.source_id = o.source_id and c.char_start = o.char_start and c.char_end = o.char_end
where o.observation_id <> c.first_id
