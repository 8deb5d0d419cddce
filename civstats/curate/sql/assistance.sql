-- One row a programme: the amount and the persons that one document prints for the same place, programme, group and
-- period; what has no partner stands alone.
with figures as (
    select o.*, i.topic as programme, i.role,
        row_number() over (
            partition by o.source_id, o.locality_id, o.area, i.topic, i.role, o.residence, o.breakdown, o.measure,
                o.period_start, o.period_end
            order by o.figure_no
        ) as turn
    from observations o join indicator_roles i using (indicator_id)
    where i.in_table = 'assistance'
),
merged as (
    select a as amount, p as person, coalesce(a, p) as f
    from (select f as a from figures f where role = 'amount') amounts
    full join (select f as p from figures f where role = 'persons') persons
        on a.source_id = p.source_id and a.locality_id = p.locality_id and a.programme = p.programme
        and a.residence = p.residence and a.breakdown = p.breakdown and a.measure = p.measure and a.turn = p.turn
        and a.area is not distinct from p.area and a.period_start is not distinct from p.period_start and a.period_end is not distinct from p.period_end
)
select
    f.observation_id, f.source_id, f.locality_id, f.area, f.programme, f.residence, f.breakdown, f.year, f.measure,
    f.period_start, f.period_end, amount.value as amount_cny, amount.lower as amount_lower,
    amount.upper as amount_upper, person.value as persons, person.lower as persons_lower, person.upper as persons_upper,
    person.unit as persons_unit, amount.observation_id as amount_observation_id,
    person.observation_id as persons_observation_id
from merged
