-- Far from each of the two values before and behind it in its own series, beyond what the years between allow.
with placed as (
    select s.observation_id, s.cny_per_person_month as amount, s.year,
        lag(s.cny_per_person_month, 1) over w as a1, lag(s.year, 1) over w as y1, lag(s.observation_id, 1) over w as i1,
        lag(s.cny_per_person_month, 2) over w as a2, lag(s.year, 2) over w as y2,
        lead(s.cny_per_person_month, 1) over w as a3, lead(s.year, 1) over w as y3,
        lead(s.observation_id, 1) over w as i3,
        lead(s.cny_per_person_month, 2) over w as a4, lead(s.year, 2) over w as y4
    from subsidy_standards s
    where s.cny_per_person_month > 0
    window w as (
        partition by s.locality_id, s.area, s.indicator_id, s.residence, s.tier order by s.year, s.observation_id
    )
),
measured as (
    select p.*,
        abs(log10(amount / a1)) - abs(year - y1) * log10(1 + {percent_a_year} / 100) as d1,
        abs(log10(amount / a2)) - abs(year - y2) * log10(1 + {percent_a_year} / 100) as d2,
        abs(log10(amount / a3)) - abs(year - y3) * log10(1 + {percent_a_year} / 100) as d3,
        abs(log10(amount / a4)) - abs(year - y4) * log10(1 + {percent_a_year} / 100) as d4
    from placed p
)
select observation_id, coalesce(i1, i3) as beside_id, amount as found, coalesce(a1, a3) as wanted
from measured
where least(d1, d2, d3, d4) > log10({factor})
