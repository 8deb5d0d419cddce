-- Every observation that states a level, with the key under which two documents state the same quantity. A standard and
-- a previous value speak of their year, in yuan a month; all else speaks of its period.
select
    o.observation_id, o.source_id, o.figure_no, o.effective_from, o.unit,
    round(o.value * u.numerator / u.denominator, 6) as value,
    hash(
        o.locality_id, o.area, o.indicator_id, o.residence, o.breakdown, u.quantity, o.bound in ('ge', 'gt'),
        if(i.in_table = 'subsidy_standards' and o.area is null, '', coalesce(o.subject_zh, '')),
        case when i.in_table = 'subsidy_standards' then [o.year::varchar]
            else [o.period_start::varchar, o.period_end::varchar] end,
        if(o.measure in ('target', 'interim_target'), 'target', 'level')
    ) as quantity
from observations o join indicator_roles i using (indicator_id) join unit_factors u on u.unit_id = o.unit
where o.measure in ('standard', 'actual', 'previous', 'target', 'interim_target') and o.value is not null
