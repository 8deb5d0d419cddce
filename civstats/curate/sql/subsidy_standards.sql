-- One row a standard, its target or the previous value printed beside it. A previous value and a printed growth rate
-- belong to the standard of the same document, place, indicator, residence and tier; of several, to the nearest.
with amounts as (
    select o.*, i.topic as programme,
        -- A rate that a document mentions of a place outside its own is that place's.
        if(starts_with(o.locality_id, regexp_replace(s.locality_id, '(00)+$', '')), s.locality_id, o.locality_id) as set_by,
        case when i.role <> 'standard' then i.role when o.bound in ('ge', 'gt') then 'floor' else 'own' end as set_kind,
        o.value * u.numerator / u.denominator as monthly, u.denominator > 1 or u.numerator > 1 as is_converted
    from observations o
    join indicator_roles i using (indicator_id)
    join unit_factors u on u.unit_id = o.unit
    join sources s using (source_id)
    where i.in_table = 'subsidy_standards' and o.measure not in ('growth', 'change')
),
rates as (
    select o.* from observations o join indicator_roles i using (indicator_id)
    where i.in_table = 'subsidy_standards' and o.measure = 'growth' and year(o.period_start) = year(o.period_end)
),
paired as (
    select
        a.observation_id, a.source_id, a.locality_id, a.area, a.programme, a.indicator_id, a.set_by, a.set_kind, a.residence, a.breakdown as tier, a.year, a.measure,
        a.value as amount, a.unit, a.bound, a.lower, a.upper, a.monthly as cny_per_person_month,
        case when a.is_converted then 'converted' else a.status end as cny_per_person_month_status,
        p.value as previous_amount, p.unit as previous_unit, p.monthly as previous_cny_per_person_month,
        g.value as printed_growth_percent,
        case when a.bound = 'eq' and p.bound = 'eq' and p.monthly > 0
            then round((a.monthly / p.monthly - 1) * 100, 6) end as computed_growth_percent,
        a.effective_from, a.due, p.observation_id as previous_observation_id, g.observation_id as growth_observation_id,
        row_number() over (
            partition by a.observation_id
            order by abs(a.figure_no - p.figure_no), abs(a.figure_no - g.figure_no), p.observation_id, g.observation_id
        ) as choice
    from amounts a
    left join amounts p
        on p.measure = 'previous' and a.measure <> 'previous' and p.year = a.year - 1 and p.source_id = a.source_id
        and p.locality_id = a.locality_id and p.indicator_id = a.indicator_id and p.residence = a.residence
        and p.breakdown = a.breakdown and p.area is not distinct from a.area
    left join rates g
        on a.measure <> 'previous' and g.year = a.year and g.source_id = a.source_id and g.locality_id = a.locality_id
        and g.indicator_id = a.indicator_id and g.residence = a.residence and g.breakdown = a.breakdown
        and g.area is not distinct from a.area
)
select * exclude (choice) from paired where choice = 1
