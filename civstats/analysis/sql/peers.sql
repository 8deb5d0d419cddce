-- The places of the same level as `$locality`, nearest first: 1 the same place above, 2 the same province, 3 the same region
-- (first digit of the code), 4 the nation; within a step by code. `$among`, if given, are the only ones to choose from.
select
    p.locality_id, p.name_zh as place_zh, p.name_en as place_en, p.level, p.parent_id,
    case when p.parent_id = own.parent_id then 1 when p.locality_id[:2] = own.locality_id[:2] then 2
        when p.locality_id[:1] = own.locality_id[:1] then 3 else 4 end as step
from localities own
join localities p on p.level = own.level and p.locality_id <> own.locality_id
where own.locality_id = $locality and ($among::varchar[] is null or list_contains($among::varchar[], p.locality_id))
order by step, p.locality_id
limit $n
