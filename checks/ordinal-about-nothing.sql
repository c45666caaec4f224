-- severity: error
-- resource: ordinals
-- field: about
-- message: {about_table} has no {about}
-- The register is named in the row, so that no foreign key can hold the reference.
WITH known AS (
    SELECT 'people' AS register, person_id AS id FROM people
    UNION ALL SELECT 'organisations' AS register, organisation_id AS id FROM organisations
    UNION ALL SELECT 'offices' AS register, office_id AS id FROM offices
    UNION ALL SELECT 'places' AS register, place_id AS id FROM places
    UNION ALL SELECT 'visits' AS register, visit_id AS id FROM visits
    UNION ALL SELECT 'visit_parts' AS register, part_id AS id FROM visit_parts
    UNION ALL SELECT 'stays' AS register, stay_id AS id FROM stays
    UNION ALL SELECT 'stops' AS register, stop_id AS id FROM stops
    UNION ALL SELECT 'meetings' AS register, meeting_id AS id FROM meetings
    UNION ALL SELECT 'agreements' AS register, agreement_id AS id FROM agreements
    UNION ALL SELECT 'gifts' AS register, gift_id AS id FROM gifts
    UNION ALL SELECT 'honours' AS register, honour_id AS id FROM honours
    UNION ALL SELECT 'memorials' AS register, memorial_id AS id FROM memorials
    UNION ALL SELECT 'inscriptions' AS register, inscription_id AS id FROM inscriptions
    UNION ALL SELECT 'events' AS register, event_id AS id FROM events
    UNION ALL SELECT 'publications' AS register, publication_id AS id FROM publications
)
SELECT m._row, m.about_table, m.about
FROM ordinals AS m
ANTI JOIN known AS k ON k.register = m.about_table AND k.id = m.about
WHERE m.about IS NOT NULL
