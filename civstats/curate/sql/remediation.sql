-- One row a figure on graves, burial sites or cemeteries: a count or a share, an actual or a target.
select
    o.observation_id, o.source_id, o.locality_id, o.area, i.topic as remediation_kind, o.indicator_id, o.residence, o.breakdown,
    o.year, o.period_end, o.measure, o.value, o.bound, o.lower, o.upper, o.unit, o.due, o.subject_zh,
    o.part_of
from observations o join indicator_roles i using (indicator_id)
where i.in_table = 'remediation'
