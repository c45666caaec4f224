-- severity: error
-- resource: measures
-- field: value
-- message: {about} is said to have lasted {value} days ({qualifier}), but its dates allow {shortest} to {longest}
-- Inclusive and exclusive counting both fit: from 20 to 25 August there are five days, or six.
-- Forecasts are not held against the dates, and a figure of low confidence with a remark stands as testimony.
WITH dates AS (
  SELECT visit_id,
         min(end_lower) - max(start_upper) AS shortest,
         max(end_upper) - min(start_lower) + 1 AS longest
  FROM visit_accounts
  WHERE mode = 'report' AND basis <> 'inferred'
  GROUP BY visit_id
)
SELECT m._row, m.about, m.value, m.qualifier, greatest(d.shortest, 0) AS shortest, d.longest
FROM measures AS m
JOIN dates AS d ON d.visit_id = m.about
WHERE m.about_table = 'visits' AND m.what = 'duration' AND m.unit = 'day' AND m.scope = 'whole'
  AND m.mode = 'report' AND (m.confidence <> 'low' OR m.remark IS NULL)
  AND d.shortest IS NOT NULL AND d.longest IS NOT NULL
  AND ((m.qualifier = 'exactly' AND (m.value < d.shortest OR m.value > d.longest))
    OR (m.qualifier IN ('over', 'at_least') AND m.value > d.longest)
    OR (m.qualifier IN ('under', 'at_most') AND m.value < d.shortest))
