-- The observations without restatements: a figure that a document prints again for the same thing (its total has the
-- same place, indicator and group) must not be counted twice in a thematic table.
select o.* from observations o
where not exists (
    select 1 from observations t
    where t.observation_id = o.part_of and t.locality_id = o.locality_id and t.indicator_id = o.indicator_id
        and t.residence = o.residence and t.breakdown = o.breakdown and t.measure = o.measure and t.due is not distinct from o.due
)
