-- Every observation that states a level, with its value in base units (yuan a month) and the key `quantity`, under which
-- two documents state the same quantity. A standard and a previous value speak of their year, all else of its period.
select
    o.observation_id, o.source_id, o.figure_no, o.locality_id, o.area, o.indicator_id, o.residence, o.breakdown, o.measure,
    o.bound, o.unit, o.year, o.effective_from, o.period_start, o.period_end, o.due, o.part_of, o.subset_of,
    round(o.value * u.numerator / u.denominator, 6) as value, u.quantity as unit_quantity,
    r.in_table = 'subsidy_standards' as is_standard,
    if(is_standard and o.area is null, '', coalesce(o.subject_zh, '')) as subject,
    hash(
        o.locality_id, o.area, o.indicator_id, o.residence, o.breakdown, u.quantity, o.bound in ('ge', 'gt'), subject,
        case when is_standard then [o.year::varchar] else [o.period_start::varchar, o.period_end::varchar] end,
        if(o.measure in ('target', 'interim_target'), 'target', 'level')
    ) as quantity
from observations o
join indicator_roles r using (indicator_id)
join unit_factors u on u.unit_id = o.unit
where o.measure in ('standard', 'actual', 'previous', 'target', 'interim_target')
