-- Where a total is divided by place, its parts are alike in all else; one that differs from all others is odd.
with parts as (
    select p.observation_id, p.part_of, p.indicator_id, p.residence, p.breakdown, p.value,
        count(*) over (partition by p.part_of) as parts,
        count(*) over (partition by p.part_of, p.indicator_id, p.residence, p.breakdown) as alike,
        count(*) over (partition by p.part_of, p.locality_id) as here
    from observations p where p.part_of is not null
),
divided as (
    select p.*, max(alike) over (partition by part_of) as most, max(here) over (partition by part_of) as most_here
    from parts p
)
select d.observation_id, cast(d.part_of as string) as beside_id, d.value as found, cast(null as double) as wanted
from divided d
where d.parts >= {least} and d.most = d.parts - 1 and d.alike = 1 and d.most_here = 1
