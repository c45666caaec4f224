-- severity: notice
-- resource: measures
-- field: value
-- message: {source_id} counts {value} visits of {about} to Russia, but the sources tell of {told}
-- A count that is larger than the visits told of is no fault: not every visit need be in these sources.
WITH told AS (
  SELECT visitor_id, count(DISTINCT visit_id) AS told
  FROM visit_accounts
  WHERE mode = 'report' AND host_country_id IN ('russia', 'russian-far-east', 'siberian-and-far-east-regions')
  GROUP BY visitor_id
)
SELECT m._row, m.source_id, m.value, m.about, t.told
FROM measures AS m
JOIN told AS t ON t.visitor_id = m.about
WHERE m.about_table = 'people' AND m.what = 'visits-paid' AND m.scope = 'to-russia' AND m.mode = 'report'
  AND m.qualifier IN ('exactly', 'under', 'at_most') AND t.told > m.value
