-- severity: notice
-- resource: measures
-- field: value
-- message: {about} is said by {source_id} to have lasted {value} days ({qualifier}), but its dates allow {shortest} to {longest}
-- Sources count the days of a part in their own ways; what differs is told, and nobody is held to be wrong.
WITH dates AS (
  SELECT part_id, min(end_lower) - max(start_upper) AS shortest, max(end_upper) - min(start_lower) + 1 AS longest
  FROM visit_part_accounts
  WHERE mode = 'report' AND basis <> 'inferred'
  GROUP BY part_id
)
SELECT m._row, m.about, m.source_id, m.value, m.qualifier, greatest(d.shortest, 0) AS shortest, d.longest
FROM measures AS m
JOIN dates AS d ON d.part_id = m.about
WHERE m.about_table = 'visit_parts' AND m.what = 'duration' AND m.unit = 'day' AND m.scope = 'whole' AND m.mode = 'report'
  AND d.shortest IS NOT NULL AND d.longest IS NOT NULL
  AND ((m.qualifier = 'exactly' AND (m.value < d.shortest OR m.value > d.longest))
    OR (m.qualifier IN ('over', 'at_least') AND m.value > d.longest)
    OR (m.qualifier IN ('under', 'at_most') AND m.value < d.shortest))
