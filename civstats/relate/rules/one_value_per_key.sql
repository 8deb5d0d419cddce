-- Each value beside the one before it for the same thing in the same document.
with turns as (
    select o.observation_id, o.value, o.lower, o.upper, lag(o.observation_id) over w as beside_id,
        lag(o.value) over w as other, lag(o.lower) over w as other_lower, lag(o.upper) over w as other_upper
    from observations o
    window w as (
        partition by o.source_id, o.locality_id, o.area, o.indicator_id, o.residence, o.breakdown, o.measure, o.unit,
            o.period_start, o.period_end, o.effective_from, o.due, o.subject_zh, o.part_of
        order by o.figure_no
    )
)
select observation_id, beside_id, coalesce(value, lower, upper) as found,
    coalesce(other, other_lower, other_upper) as wanted
from turns
where lower > other_upper or upper < other_lower
