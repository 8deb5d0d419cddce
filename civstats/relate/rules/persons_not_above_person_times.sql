with pairs as (
    select f.observation_id, m.observation_id as beside_id, f.lower as found, m.upper as wanted,
        row_number() over (
            partition by f.observation_id order by abs(m.figure_no - f.figure_no), m.observation_id
        ) as choice
    from observations f
    join observations m
        on m.source_id = f.source_id and m.indicator_id = replace(f.indicator_id, '_beneficiaries', '_person_times')
        and m.locality_id = f.locality_id and coalesce(m.area, '') = coalesce(f.area, '') and m.residence = f.residence
        and m.breakdown = f.breakdown and m.measure = f.measure and m.period_end = f.period_end
        and coalesce(m.subject_zh, '') = coalesce(f.subject_zh, '')
        and m.period_start = f.period_start
    where f.indicator_id like '%_beneficiaries'
)
select observation_id, beside_id, found, wanted from pairs where choice = 1 and found > wanted
