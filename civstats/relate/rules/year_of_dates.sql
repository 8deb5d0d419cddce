-- The year of its deadline for a target, of its date of effect for a standard, else of its period.
with years as (
    select o.observation_id, o.year,
        coalesce(
            case when o.measure in ('target', 'interim_target') then year(o.due)
                when o.measure = 'standard' then year(o.effective_from) end,
            year(o.period_end), year(o.period_start)
        ) as year_of_dates
    from observations o
)
select observation_id, cast(null as string) as beside_id, cast(year as double) as found,
    cast(year_of_dates as double) as wanted
from years
where year <> year_of_dates
