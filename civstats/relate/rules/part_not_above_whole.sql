-- A part and its whole: stated so in the sheet (part_of), or by a breakdown or residence beside the total of the same
-- thing, or by a place inside the other.
with counts as (
    select o.*, case when o.measure = 'interim_target' then 'target' else o.measure end as claim,
        coalesce(o.due, o.period_end) as day_of
    from observations o
    join indicators i on i.indicator_id = o.indicator_id
    where i.summable and o.measure in ('actual', 'previous', 'target', 'interim_target')
),
pairs as (
    select p.observation_id, w.observation_id as beside_id, p.lower as found, w.upper as wanted
    from counts p join counts w on w.observation_id = p.part_of and w.unit = p.unit
    where p.lower > w.upper
    union all
    select p.observation_id, w.observation_id, p.lower, w.upper
    from counts p
    join counts w
        on w.source_id = p.source_id and w.locality_id = p.locality_id and coalesce(w.area, '') = coalesce(p.area, '')
        and w.indicator_id = p.indicator_id and w.unit = p.unit and w.claim = p.claim
        and coalesce(w.subject_zh, '') = coalesce(p.subject_zh, '') and w.period_start = p.period_start
        and w.day_of = p.day_of
    where w.residence = 'total' and w.breakdown = 'total' and p.breakdown not like 'including%'
        and (p.residence <> 'total' or p.breakdown <> 'total')
        and p.lower > w.upper
    union all
    select p.observation_id, w.observation_id, p.lower, w.upper
    from counts p
    join localities l on l.locality_id = p.locality_id
    join counts w
        on w.locality_id = l.parent_id and w.area is null and w.indicator_id = p.indicator_id and w.unit = p.unit
        and w.claim = p.claim and w.residence = p.residence and w.breakdown = p.breakdown
        and coalesce(w.subject_zh, '') = coalesce(p.subject_zh, '') and w.period_start = p.period_start
        and w.day_of = p.day_of
    where p.lower > w.upper and (w.measure = 'actual' or w.source_id = p.source_id)
),
chosen as (
    select p.*, row_number() over (partition by observation_id order by beside_id) as choice from pairs p
)
select observation_id, beside_id, found, wanted from chosen where choice = 1
