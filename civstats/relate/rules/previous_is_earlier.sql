-- Some level of the document lies behind the previous value that is printed beside it.
with pairs as (
    select p.observation_id, o.observation_id as beside_id, cast(p.year as double) as found,
        cast(o.year as double) as wanted,
        case when p.period_start < o.period_start or p.period_end < o.period_end
            or coalesce(p.effective_from, p.period_start) < o.effective_from then 1 else 0 end as is_earlier,
        row_number() over (
            partition by p.observation_id
            order by case when p.period_start < o.period_start or p.period_end < o.period_end
                or coalesce(p.effective_from, p.period_start) < o.effective_from then 0 else 1 end,
                abs(o.figure_no - p.figure_no), o.observation_id
        ) as choice
    from observations p
    join observations o
        on o.source_id = p.source_id and o.locality_id = p.locality_id and coalesce(o.area, '') = coalesce(p.area, '')
        and o.indicator_id = p.indicator_id and o.residence = p.residence and o.breakdown = p.breakdown
    where p.measure = 'previous' and o.measure in ('actual', 'standard')
)
select observation_id, beside_id, found, wanted from pairs where choice = 1 and is_earlier = 0
