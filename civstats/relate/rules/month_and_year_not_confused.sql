-- Beside its neighbours in the series of its place, indicator and tier (urban, rural and other years together; two rows
-- before, two behind): near twelve times or a twelfth of one of them, and like none of them.
with placed as (
    select s.observation_id, s.cny_per_person_month as amount,
        lag(s.cny_per_person_month, 1) over w as a1, lag(s.observation_id, 1) over w as i1,
        lag(s.cny_per_person_month, 2) over w as a2, lag(s.observation_id, 2) over w as i2,
        lead(s.cny_per_person_month, 1) over w as a3, lead(s.observation_id, 1) over w as i3,
        lead(s.cny_per_person_month, 2) over w as a4, lead(s.observation_id, 2) over w as i4
    from subsidy_standards s
    where s.cny_per_person_month > 0
    window w as (partition by s.locality_id, s.area, s.indicator_id, s.tier order by s.year, s.observation_id)
),
-- How far the distance to each is from a factor of twelve.
measured as (
    select p.*, abs(abs(log10(amount / a1)) - log10(12)) as d1, abs(abs(log10(amount / a2)) - log10(12)) as d2,
        abs(abs(log10(amount / a3)) - log10(12)) as d3, abs(abs(log10(amount / a4)) - log10(12)) as d4,
        least(
            abs(log10(amount / a1)), abs(log10(amount / a2)), abs(log10(amount / a3)), abs(log10(amount / a4))
        ) as nearest
    from placed p
)
select observation_id,
    case when d1 < log10({tolerance}) then i1 when d2 < log10({tolerance}) then i2 when d3 < log10({tolerance}) then i3
        else i4 end as beside_id,
    amount as found,
    case when d1 < log10({tolerance}) then a1 when d2 < log10({tolerance}) then a2 when d3 < log10({tolerance}) then a3
        else a4 end as wanted
from measured
where least(d1, d2, d3, d4) < log10({tolerance}) and nearest > log10(12 / {tolerance})
