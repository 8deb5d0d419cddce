-- Every figure that states a level, in base units (yuan a month, percent), with its series and the part of the year that
-- it speaks of: `first_day` and `last_day` as 101 for 1 January and 1199 for the end of November. A standard speaks of
-- its year, and its subject says no more than its group. A figure of one day (first_day -1) is of what there was on a
-- day of that month; what has gathered until a day has no first one (0).
unit_factors as (
    select u.unit_id, u.quantity, b.unit_id as base_unit, split_part(u.factor, '/', 1)::double as numerator,
        coalesce(nullif(split_part(u.factor, '/', 2), ''), '1')::double as denominator
    from units u join units b on b.quantity = u.quantity and b.factor = '1'
),
figures as not materialized (
    select
        o.observation_id, o.source_id, o.figure_no, o.locality_id, o.area, o.indicator_id, o.residence, o.breakdown, o.year,
        o.period_start, o.period_end, o.effective_from, o.bound, u.base_unit as unit, u.quantity,
        u.denominator <> u.numerator as is_converted, s.set_kind is not null as is_standard, s.set_kind,
        if(is_standard and o.area is null, null, o.subject_zh) as about, about as subject_zh,
        if(s.set_kind in ('floor', 'guidance'), s.set_by, null) as floor_by, floor_by as set_by,
        is_standard or o.period_end is null as is_year,
        case when is_year then 101 when o.period_start is null then 0 when o.period_start = o.period_end then -1
            else month(o.period_start) * 100 + day(o.period_start) end::smallint as first_day,
        case when is_year then 1299 when o.period_end = last_day(o.period_end) or first_day = -1
            then month(o.period_end) * 100 + 99
            else month(o.period_end) * 100 + day(o.period_end) end::smallint as last_day,
        round(o.lower * u.numerator / u.denominator, 6) as lower,
        round(o.upper * u.numerator / u.denominator, 6) as upper,
        o.precision * u.numerator / u.denominator as precision,
        hash(
            o.locality_id, o.area, o.indicator_id, o.residence, o.breakdown, about, u.quantity, s.set_kind, floor_by,
            first_day, last_day
        ) as series
    from observations o
    join unit_factors u on u.unit_id = o.unit
    left join subsidy_standards s using (observation_id)
    where o.measure in ('standard', 'actual', 'previous'){chosen}
)
