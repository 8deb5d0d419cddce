with pairs as (
    select m.observation_id, f.observation_id as beside_id, m.lower / f.upper as ratio,
        m.value / f.value as found,
        row_number() over (
            partition by m.observation_id order by abs(m.figure_no - f.figure_no), f.observation_id
        ) as choice
    from observations f
    join observations m
        on m.source_id = f.source_id and m.indicator_id = replace(f.indicator_id, '_households', '_beneficiaries')
        and m.locality_id = f.locality_id and coalesce(m.area, '') = coalesce(f.area, '') and m.residence = f.residence
        and m.breakdown = f.breakdown and m.measure = f.measure and m.period_end = f.period_end
        and coalesce(m.subject_zh, '') = coalesce(f.subject_zh, '')
    where f.indicator_id like '%_households' and f.value > 0
)
select observation_id, beside_id, round(found, 2) as found, cast({most} as double) as wanted
from pairs where choice = 1 and ratio > {most}
