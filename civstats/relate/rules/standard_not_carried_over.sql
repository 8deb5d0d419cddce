-- Another document prints the same amount for the year before: a standard left unchanged, or last year's figure copied.
with pairs as (
    select s.observation_id, p.observation_id as beside_id, s.cny_per_person_month as found,
        p.cny_per_person_month as wanted,
        row_number() over (partition by s.observation_id order by p.observation_id) as choice
    from subsidy_standards s
    join subsidy_standards p
        on p.locality_id = s.locality_id and coalesce(p.area, '') = coalesce(s.area, '')
        and p.indicator_id = s.indicator_id and p.residence = s.residence and p.tier = s.tier and p.year = s.year - 1
        and p.set_kind = s.set_kind and p.measure = s.measure and p.bound = s.bound
        and p.cny_per_person_month = s.cny_per_person_month
    where s.measure = 'standard' and p.source_id <> s.source_id
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
