-- severity: error
-- resource: measures
-- field: value
-- message: {value} years are said to have passed since {about}, but from its date to that of the source there are {fewest} to {most}
WITH happened AS (
  SELECT 'visits' AS about_table, visit_id AS about, min(start_lower) AS first, max(end_upper) AS last
  FROM visit_accounts WHERE mode = 'report' GROUP BY visit_id
  UNION ALL
  SELECT 'agreements', agreement_id, min(least(coalesce(signed_lower, adopted_lower), coalesce(adopted_lower, signed_lower))),
         max(greatest(coalesce(signed_upper, adopted_upper), coalesce(adopted_upper, signed_upper)))
  FROM agreement_accounts WHERE mode = 'report' GROUP BY agreement_id
), told AS (
  SELECT m._row, m.about, m.value, m.qualifier,
         floor((s.published_lower - h.last) / 365.25) AS fewest, ceil((s.published_upper - h.first) / 365.25) AS most
  FROM measures AS m
  JOIN happened AS h ON h.about_table = m.about_table AND h.about = m.about
  JOIN sources AS s ON s.source_id = m.source_id
  WHERE m.what = 'years-since' AND m.mode = 'report' AND m.value IS NOT NULL
)
SELECT _row, about, value, fewest, most FROM told
WHERE (qualifier = 'exactly' AND (value < fewest OR value > most)) OR (qualifier IN ('over', 'at_least') AND value > most)
