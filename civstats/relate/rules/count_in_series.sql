-- Far from each of the two values before and behind it in its own series (the same kind of period, the same subject),
-- beyond what the years between allow.
with figures as (
    select o.*, (year(o.period_end) - year(o.period_start)) * 12 + month(o.period_end) - month(o.period_start) as months
    from observations o
    join indicators i on i.indicator_id = o.indicator_id
    where o.measure in ('actual', 'previous') and o.value > 0 and i.summable
),
placed as (
    select observation_id, value, year,
        lag(value, 1) over w as a1, lag(year, 1) over w as y1, lag(observation_id, 1) over w as i1,
        lag(value, 2) over w as a2, lag(year, 2) over w as y2,
        lead(value, 1) over w as a3, lead(year, 1) over w as y3, lead(observation_id, 1) over w as i3,
        lead(value, 2) over w as a4, lead(year, 2) over w as y4
    from figures
    window w as (
        partition by locality_id, area, indicator_id, residence, breakdown, unit, subject_zh, months
        order by period_end, observation_id
    )
),
measured as (
    select p.*,
        abs(log10(value / a1)) - abs(year - y1) * log10(1 + {percent_a_year} / 100) as d1,
        abs(log10(value / a2)) - abs(year - y2) * log10(1 + {percent_a_year} / 100) as d2,
        abs(log10(value / a3)) - abs(year - y3) * log10(1 + {percent_a_year} / 100) as d3,
        abs(log10(value / a4)) - abs(year - y4) * log10(1 + {percent_a_year} / 100) as d4
    from placed p
)
select observation_id, coalesce(i1, i3) as beside_id, value as found, coalesce(a1, a3) as wanted
from measured
where least(d1, d2, d3, d4) > log10({factor})
