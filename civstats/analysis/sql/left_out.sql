-- `there`: the places of the level and scope that have a figure of the indicator and year, of whatever residence and group.
-- `left_out`: those with one of the kind asked for that are neither among the known nor among those set apart.
there as (
    select o.locality_id, o.residence = $residence and o.breakdown = $breakdown and o.area is null
        and list_contains($measures::varchar[], o.measure) as is_asked
    from observations o join localities l using (locality_id) left join subsidy_standards s using (observation_id)
    where o.indicator_id = $indicator and o.year = $year and l.level = $level and starts_with(o.locality_id, $beginning)
        and ($places::varchar[] is null or list_contains($places::varchar[], o.locality_id))
        and list_contains($counted::varchar[], o.measure)
        and (s.set_kind is not null or o.measure in ('target', 'interim_target')
            or coalesce(year(o.period_start) = year(o.period_end), true))
),
left_out as (
    select locality_id from there
    where is_asked and locality_id not in (select locality_id from known)
        and not list_contains($apart::varchar[], locality_id)
)
