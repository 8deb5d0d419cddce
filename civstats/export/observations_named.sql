-- Figures with what their codes mean, in both languages, and the document that each is from.
create view observations_named as
select
    o.observation_id, o.locality_id, l.name_zh as locality_zh, l.name_en as locality_en, l.level,
    above.name_zh as parent_zh, above.name_en as parent_en,
    o.indicator_id, i.name_zh as indicator_zh, i.name_en as indicator_en, i.theme,
    o.residence, r.name_zh as residence_zh, r.name_en as residence_en,
    o.breakdown, b.name_zh as breakdown_zh, b.name_en as breakdown_en,
    o.measure, m.name_zh as measure_zh, m.name_en as measure_en,
    o.year, o.period_start, o.period_end, o.effective_from, o.due,
    o.value, o.lower, o.upper, o.bound, c.name_zh as bound_zh, c.name_en as bound_en,
    o.unit, u.name_zh as unit_zh, u.name_en as unit_en,
    o.area, o.subject_zh, o.printed, o.status, o.locator,
    o.source_id, s.title_zh as source_zh, s.issuer, s.issued, s.url
from observations o
join sources s using (source_id)
left join localities l on l.locality_id = o.locality_id
left join localities above on above.locality_id = l.parent_id
left join indicators i on i.indicator_id = o.indicator_id
left join units u on u.unit_id = o.unit
left join codes r on r.code_list = 'residences' and r.code = o.residence
left join codes b on b.code_list = 'breakdowns' and b.code = o.breakdown
left join codes m on m.code_list = 'measures' and m.code = o.measure
left join codes c on c.code_list = 'bounds' and c.code = o.bound;
