-- What is counted is contained in what the other indicator counts, at the same place and time.
with indicators_of as (
    select * from (values
        ('cemetery_plots_sold', 'cemetery_plots'), ('burials', 'burials_cumulative'), ('eco_burials', 'burials'),
        ('illegal_graves_remediated', 'burial_site_graves'), ('nursing_beds', 'care_beds'),
        ('dementia_beds', 'care_beds'), ('care_beds', 'residential_institution_beds'),
        ('care_homes', 'residential_institutions'), ('tekun_beneficiaries', 'assistance_beneficiaries'),
        ('dibao_beneficiaries', 'assistance_beneficiaries'), ('dibao_funds', 'assistance_funds'),
        ('tekun_funds', 'assistance_funds'), ('temporary_relief_funds', 'assistance_funds'),
        ('centenarians', 'elderly_population'), ('elderly_population', 'population'),
        ('dibao_beneficiaries', 'low_income_population'), ('low_income_population', 'population')
    ) as t (part, whole)
),
pairs as (
    select p.observation_id, w.observation_id as beside_id, p.lower as found, w.upper as wanted,
        row_number() over (
            partition by p.observation_id order by abs(w.figure_no - p.figure_no), w.observation_id
        ) as choice
    from observations p
    join indicators_of i on i.part = p.indicator_id
    join observations w
        on w.indicator_id = i.whole and w.source_id = p.source_id and w.locality_id = p.locality_id
        and coalesce(w.area, '') = coalesce(p.area, '') and w.residence = 'total' and w.breakdown = 'total'
        and w.measure = p.measure and w.period_start = p.period_start and w.period_end = p.period_end
        and w.unit = p.unit
    where p.breakdown = 'total' and p.lower > w.upper
)
select observation_id, beside_id, found, wanted from pairs where choice = 1
