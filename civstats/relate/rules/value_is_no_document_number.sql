with numbered as (
    select s.source_id, regexp_extract(s.document_number, '([0-9]+)号', 1) as serial from sources s
)
select o.observation_id, cast(null as string) as beside_id, o.value as found, cast(null as double) as wanted
from observations o
join numbered n on n.source_id = o.source_id and n.serial = cast(cast(o.value as bigint) as string)
where o.value >= {least}
