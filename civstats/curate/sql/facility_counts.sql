-- One row a count of facilities, with the beds that the same document prints for the same facilities; beds that have
-- no count beside them stand in a row of their own.
with figures as (
    select o.*, i.topic as facility_type, i.role,
        row_number() over (
            partition by o.source_id, o.locality_id, o.area, i.topic, i.role, o.residence, o.breakdown, o.measure, o.year
            order by o.figure_no
        ) as turn
    from observations o join indicator_roles i using (indicator_id)
    where i.in_table = 'facility_counts'
),
merged as (
    select c as counted, b as bedded, coalesce(c, b) as f
    from (select f as c from figures f where role = 'count') counts
    full join (select f as b from figures f where role = 'beds') beds
        on c.source_id = b.source_id and c.locality_id = b.locality_id and c.facility_type = b.facility_type
        and c.residence = b.residence and c.breakdown = b.breakdown and c.measure = b.measure and c.year = b.year
        and c.turn = b.turn and c.area is not distinct from b.area
)
select
    f.observation_id, f.source_id, f.locality_id, f.area, f.facility_type, f.residence, f.breakdown, f.year, f.period_end, f.measure,
    counted.value as "count", f.bound, f.lower, f.upper, f.unit, bedded.value as beds,
    case when d.dimension like 'ownership%' then
        case when f.breakdown in ('public', 'private', 'public_built_private_run', 'non_public') then f.breakdown
            else regexp_extract(f.breakdown, '^(public|private)') end
    end as ownership,
    case when f.measure in ('target', 'interim_target') or f.breakdown like '%planned' then 'planned'
        when f.breakdown like '%under_construction' or f.breakdown like '%started' then 'under_construction'
        else 'built' end as stage,
    f.due, f.subject_zh, f.part_of, bedded.observation_id as beds_observation_id
from merged join breakdowns d on d.breakdown = f.breakdown
