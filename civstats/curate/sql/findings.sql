-- What the documents say of each other and of themselves, checked: the same quantity in two documents, a printed change
-- and a printed growth rate beside their two levels, the rate of a whole beside those of its parts. Nothing is mended or averaged.
with described as (
    select o.observation_id, o.source_id, o.figure_no, o.locality_id, o.area, o.indicator_id, o.residence, o.breakdown,
        o.measure, o.value, o.bound, o.unit, o.year, o.part_of, o.printed, o.read_as, l.name_zh as place_zh, l.name_en as place_en, i.name_zh as indicator_zh, i.name_en as indicator_en,
        u.name_zh as unit_zh, i.summable
    from observations o join localities l using (locality_id) join indicators i using (indicator_id)
    join units u on u.unit_id = o.unit
),
-- 1. The same quantity in two documents. A month's value beside a twelfth of a year's may differ by rounding; values in
-- force from different days of one year are no contradiction.
repeated as (
    select quantity from levels group by quantity having min(source_id) <> max(source_id)
),
quantities as (
    select quantity, list(distinct source_id order by source_id) as sources,
        list(observation_id order by observation_id) as observations, list(distinct value order by value) as vals,
        min(observation_id) as first_id,
        case when max(value) = min(value) then 'holds'
            when count(distinct unit) > 1 and max(value) - min(value) <= 0.5 then 'holds_rounded' else 'conflict' end as verdict
    from levels semi join repeated using (quantity) group by quantity
    having (
        count(distinct value) = 1 or count(distinct effective_from) < count(distinct value) or count(effective_from) < count(*)
    )
),
same_quantity as (
    select 'same_quantity' as kind, q.first_id as of_id, q.verdict, d.*, q.observations, q.sources,
        format('{}{}{}：{}份文件印{}', d.place_zh, d.year, d.indicator_zh, len(q.sources),
            if(len(q.vals) = 1, '同一数值', '不同数值') || array_to_string([shown(x) for x in q.vals], '、')) as zh,
        format('{}, {}, {}: {} documents print {}', d.place_en, d.year, d.indicator_en, len(q.sources),
            if(len(q.vals) = 1, 'the same value ', 'different values ') || array_to_string([shown(x) for x in q.vals], ', ')) as en
    from quantities q join described d on d.observation_id = q.first_id
),
-- 2. and 3. A level, the earlier level and the change or growth that one document prints for the same thing.
beside as (
    select a as level, p as earlier, g as printed
    from (select d as g from described d where d.measure in ('growth', 'change')) printed
    join (select d as a from described d where d.measure in ('standard', 'actual', 'target')) levels
        on a.source_id = g.source_id and a.locality_id = g.locality_id and a.area is not distinct from g.area
        and a.indicator_id = g.indicator_id and a.residence = g.residence and a.breakdown = g.breakdown and a.year = g.year
    join (select d as p from described d where d.measure = 'previous') befores
        on p.source_id = a.source_id and p.locality_id = a.locality_id and p.area is not distinct from a.area
        and p.indicator_id = a.indicator_id and p.residence = a.residence and p.breakdown = a.breakdown
        and p.unit = a.unit and p.year < a.year
    where a.bound = 'eq' and p.bound = 'eq' and p.value > 0 and (g.measure = 'growth' or g.unit = a.unit)
    qualify row_number() over (
        partition by g.observation_id order by abs(g.figure_no - a.figure_no), abs(g.figure_no - p.figure_no),
            a.observation_id, p.observation_id
    ) = 1
),
worked as (
    select *, if(printed.measure = 'growth', round((level.value / earlier.value - 1) * 100, 9), round(level.value - earlier.value, 9)) as computed,
        len(regexp_extract(coalesce(printed.read_as, printed.printed), '\.(\d+)', 1))::integer as decimals
    from beside
),
judged as (
    select *,
        case
            when printed.measure = 'change' then if(computed = printed.value, 'holds', 'conflict')
            when round(computed, decimals) = printed.value and trunc(computed * 10 ** decimals) / 10 ** decimals = printed.value then 'holds'
            when round(computed, decimals) = printed.value then 'holds_rounded'
            when abs(trunc(round(computed * 10 ** decimals, 6)) / 10 ** decimals - printed.value) < 1e-9 then 'holds_truncated'
            else 'conflict'
        end as verdict
    from worked
),
printed_change as (
    select 'printed_' || printed.measure as kind, printed.observation_id as of_id, verdict, unnest(level),
        [earlier.observation_id, level.observation_id, printed.observation_id] as observations, [level.source_id] as sources,
        format('{}{}{}：由{}到{}为{}{}，所印{}', level.place_zh, level.year, level.indicator_zh, shown(earlier.value),
            shown(level.value), shown(round(computed, 4)), if(printed.measure = 'growth', '%', ''), printed.printed) as zh,
        format('{}, {}, {}: from {} to {} is {}{}, printed {}', level.place_en, level.year, level.indicator_en,
            shown(earlier.value), shown(level.value), shown(round(computed, 4)), if(printed.measure = 'growth', ' %', ''), printed.printed) as en
    from judged
),
-- 4. A rate of a whole lies between the rates of its stated parts.
wholes as (
    select 'rate_of_parts' as kind,
        if(any_value(o.value) between min(c.value) and max(c.value), 'holds', 'conflict') as verdict, any_value(o) as o,
        [o.observation_id] || list(c.observation_id order by c.figure_no) as observations, [any_value(o.source_id)] as sources,
        min(c.value) as least, max(c.value) as most
    from described o join described c on c.part_of = o.observation_id and c.indicator_id = o.indicator_id and c.unit = o.unit
    where not o.summable and o.bound = 'eq' and c.bound = 'eq'
    group by o.observation_id
),
rate_of_parts as (
    select kind, o.observation_id as of_id, verdict, unnest(o), observations, sources,
        format('{}{}{}：合计印{}，各部分为{}至{}', o.place_zh, o.year, o.indicator_zh, shown(o.value), shown(least), shown(most)) as zh,
        format('{}, {}, {}: the whole is printed as {}, its parts as {} to {}', o.place_en, o.year, o.indicator_en, shown(o.value), shown(least), shown(most)) as en
    from wholes
),
together as (
    select * from same_quantity union all by name select * from printed_change
    union all by name select * from rate_of_parts
)
select
    kind || ':' || of_id as finding_id, kind as finding_kind, verdict, if(verdict = 'conflict', 'warn', 'info') as severity,
    locality_id, indicator_id, year, zh as arithmetic_zh, en as arithmetic_en,
    array_to_string(observations, ' ') as observation_ids, array_to_string(sources, ' ') as source_ids
from together
