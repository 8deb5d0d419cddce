-- A whole certain interval outside the band of its programme. A payment tier or a supplement may be small, so the band
-- holds for the standards themselves.
with bands as (
    select * from (values
        ('dibao_standard', {dibao_least}, {dibao_most}), ('dibao_average_standard', {dibao_least}, {dibao_most}),
        ('dibao_minimum_standard', {dibao_least}, {dibao_most}),
        ('dibao_guidance_standard', {dibao_least}, {dibao_most}),
        ('tekun_standard', {tekun_least}, {tekun_most}), ('tekun_average_standard', {tekun_least}, {tekun_most}),
        ('tekun_minimum_standard', {tekun_least}, {tekun_most}),
        ('tekun_guidance_standard', {tekun_least}, {tekun_most}),
        ('tekun_support_standard', {tekun_least}, {support_most}),
        ('child_subsidy_standard', {child_least}, {child_most}),
        ('child_subsidy_average_standard', {child_least}, {child_most})
    ) as t (indicator_id, least_amount, most_amount)
),
standards as (
    select s.observation_id, s.indicator_id, s.year, s.cny_per_person_month as amount,
        s.lower * s.cny_per_person_month / s.amount as low, s.upper * s.cny_per_person_month / s.amount as high
    from subsidy_standards s where s.amount > 0
)
select s.observation_id, cast(null as string) as beside_id, s.amount as found,
    cast(case when s.low > b.most_amount then b.most_amount else b.least_amount end as double) as wanted
from standards s join bands b on b.indicator_id = s.indicator_id
where s.low > b.most_amount or (s.high < b.least_amount and s.year >= {first_year})
