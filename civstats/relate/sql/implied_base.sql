-- A printed growth rate without the earlier level beside it: the base that it implies, and the same base where another
-- document prints it.
with bare as (
    select b.* from beside b
    join observations g on g.observation_id = b.printed_id
    where b.measure = 'growth' and year(g.period_start) = year(g.period_end) and not exists (
        select 1 from comparable p
        where p.measure = 'previous' and p.source_id = b.source_id and p.locality_id = b.locality_id
            and p.indicator_id = b.indicator_id and p.residence = b.residence and p.breakdown = b.breakdown
            and p.year < b.year and p.area is not distinct from b.area
    )
)
select b.printed_id as result_id, [b.level_id] || if(p.observation_id is null, [], [p.observation_id]) as term_ids
from bare b
left join comparable p
    on p.locality_id = b.locality_id and p.area is not distinct from b.area and p.indicator_id = b.indicator_id
    and p.residence = b.residence and p.breakdown = b.breakdown and p.unit_quantity = b.unit_quantity and p.year = b.year - 1
    and p.measure in ('standard', 'actual', 'previous') and p.source_id <> b.source_id and p.is_standard
qualify row_number() over (partition by b.printed_id order by p.measure <> 'previous', p.observation_id) = 1
