-- The observations asked for, with the labels that a sentence about them needs.
select o.observation_id, o.source_id, o.locality_id, o.indicator_id, o.residence, o.breakdown, o.year, o.value, o.lower,
    o.upper, o.bound, o.precision, o.unit, o.printed, o.read_as, o.status, o.note, l.name_zh as place_zh, l.name_en as place_en, i.name_zh as indicator_zh, i.name_en as indicator_en, i.direction,
    u.name_zh as unit_zh, u.quantity as unit_quantity,
    coalesce(b.name_zh, u.name_zh) as base_unit_zh
from observations o
join localities l using (locality_id)
join indicators i using (indicator_id)
join units u on u.unit_id = o.unit
left join units b on b.quantity = u.quantity and b.factor = '1'
where o.observation_id in (select unnest($ids))
