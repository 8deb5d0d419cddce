-- The table is derived from the observations of the funds and of the persons.
with rows_of as (
    select a.observation_id, a.amount_cny, a.persons, m.value as observed_amount, p.value as observed_persons,
        a.locality_id = o.locality_id and a.residence = o.residence and a.breakdown = o.breakdown
            and a.year = o.year and a.measure = o.measure and coalesce(a.persons_unit, '') = coalesce(p.unit, '')
            as is_alike
    from assistance a
    left join observations o on o.observation_id = a.observation_id
    left join observations m on m.observation_id = a.amount_observation_id
    left join observations p on p.observation_id = a.persons_observation_id
)
select observation_id, cast(null as string) as beside_id, coalesce(amount_cny, persons) as found,
    coalesce(observed_amount, observed_persons) as wanted
from rows_of
where not coalesce(is_alike, false)
    or coalesce(amount_cny, -1) <> coalesce(observed_amount, -1)
    or coalesce(persons, -1) <> coalesce(observed_persons, -1)
