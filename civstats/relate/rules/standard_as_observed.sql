-- The table is derived from the observations; a year has twelve months.
with rows_of as (
    select s.observation_id, s.amount, s.previous_amount, s.cny_per_person_month, s.printed_growth_percent,
        o.value as observed,
        case when s.unit like '%/year' then o.value / 12 when s.unit like '%/month' then o.value end as monthly,
        p.value as observed_previous, g.value as observed_growth,
        s.locality_id = o.locality_id and s.indicator_id = o.indicator_id and s.residence = o.residence
            and s.tier = o.breakdown and s.year = o.year and s.measure = o.measure and s.unit = o.unit
            and s.bound = o.bound as is_alike
    from subsidy_standards s
    left join observations o on o.observation_id = s.observation_id
    left join observations p on p.observation_id = s.previous_observation_id
    left join observations g on g.observation_id = s.growth_observation_id
)
select observation_id, cast(null as string) as beside_id, amount as found, observed as wanted
from rows_of
where not coalesce(is_alike, false)
    or coalesce(amount, -1) <> coalesce(observed, -1)
    or coalesce(previous_amount, -1) <> coalesce(observed_previous, -1)
    or coalesce(printed_growth_percent, -1) <> coalesce(observed_growth, -1)
    or abs(coalesce(cny_per_person_month, 0) - coalesce(monthly, cny_per_person_month, 0)) > {cent}
