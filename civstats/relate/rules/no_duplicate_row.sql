-- The same value for the same thing twice in one document.
with turns as (
    select o.observation_id, o.value, o.lower, o.upper, lag(o.observation_id) over w as beside_id
    from observations o
    window w as (
        partition by o.source_id, o.locality_id, o.area, o.indicator_id, o.residence, o.breakdown, o.measure, o.unit,
            o.period_start, o.period_end, o.effective_from, o.due, o.subject_zh, o.part_of,
            o.bound, o.value, o.lower, o.upper
        order by o.figure_no
    )
)
select observation_id, beside_id, coalesce(value, lower, upper) as found, cast(null as double) as wanted
from turns
where beside_id is not null
