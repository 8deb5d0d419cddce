with tiers as (
    select * from (values
        ('full_care', 'semi_care'), ('semi_care', 'self_care'), ('full_care', 'self_care'),
        ('full_loss', 'partial_loss'), ('partial_loss', 'self_reliant'), ('full_loss', 'self_reliant'),
        ('disabled', 'semi_disabled'), ('semi_disabled', 'self_reliant'), ('disabled', 'self_reliant'),
        ('disability_grade_1', 'disability_grade_2'), ('disability_grade_1_2', 'disability_grade_3_4'),
        ('care_tier_1', 'care_tier_2'), ('care_tier_2', 'care_tier_3'),
        ('area_tier_1', 'area_tier_2'), ('area_tier_2', 'area_tier_3'),
        ('class_a', 'class_b'), ('class_b', 'class_c'), ('class_1', 'class_2'), ('class_2', 'class_3'),
        ('class_3', 'class_4'), ('tier_b', 'tier_c'), ('tier_c', 'tier_d'), ('upper_limit', 'lower_limit'),
        ('age_100_plus', 'age_90_99'), ('age_90_99', 'age_80_89'), ('age_90_99', 'age_80_84'),
        ('age_80_89', 'age_70_79'), ('dibao_families', 'marginal_families'),
        ('severely_disabled', 'other_disabled'), ('senior_secondary', 'compulsory')
    ) as t (higher, lower_tier)
),
-- A tier within institutional or scattered care is compared within it.
ranked as (
    select concat(care.prefix, t.higher) as higher, concat(care.prefix, t.lower_tier) as lower_tier
    from tiers t cross join (values (''), ('institutional_'), ('scattered_')) as care (prefix)
),
standards as (
    select s.*, s.lower * s.cny_per_person_month / s.amount as low, s.upper * s.cny_per_person_month / s.amount as high,
        coalesce(s.due, s.effective_from) as day_of
    from subsidy_standards s where s.amount > 0 and s.tier <> 'total'
),
pairs as (
    select h.observation_id, l.observation_id as beside_id, h.high as found, l.low as wanted,
        row_number() over (partition by h.observation_id order by l.observation_id) as choice
    from standards h
    join ranked r on r.higher = h.tier
    join standards l
        on l.tier = r.lower_tier and l.source_id = h.source_id and l.locality_id = h.locality_id
        and coalesce(l.area, '') = coalesce(h.area, '') and l.indicator_id = h.indicator_id
        and l.residence = h.residence and l.year = h.year and l.measure = h.measure
    where h.high < l.low
        and coalesce(l.day_of, h.day_of, date '1900-01-01') = coalesce(h.day_of, l.day_of, date '1900-01-01')
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
