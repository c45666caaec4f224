-- severity: notice
-- resource: event_accounts
-- field: date
-- message: {source_id} has {person} born in {born}, but {other}, of {appeared}, marks the {value}th anniversary of the birth
-- A source is taken to mark an anniversary in the year in which it appears; who is wrong is for a ruling to say.
WITH marked AS (
  SELECT DISTINCT a.actor_id, m.value, m.source_id, year(DATE '1970-01-01' + CAST(s.published_lower AS INTEGER)) AS appeared
  FROM measures AS m
  JOIN event_accounts AS a ON m.about_table = 'events' AND a.event_id = m.about AND a.kind = 'anniversary'
  JOIN sources AS s ON s.source_id = m.source_id
  WHERE m.what = 'anniversary' AND m.scope = 'birth' AND m.mode = 'report' AND m.qualifier = 'exactly'
    AND a.actor_id IS NOT NULL
    AND year(DATE '1970-01-01' + CAST(s.published_lower AS INTEGER)) = year(DATE '1970-01-01' + CAST(s.published_upper AS INTEGER))
), told AS (
  SELECT _row, source_id, actor_id, year(DATE '1970-01-01' + CAST(date_lower AS INTEGER)) AS born
  FROM event_accounts
  WHERE kind = 'birth' AND mode = 'report'
    AND year(DATE '1970-01-01' + CAST(date_lower AS INTEGER)) = year(DATE '1970-01-01' + CAST(date_upper AS INTEGER))
)
SELECT t._row, t.source_id, t.actor_id AS person, t.born, m.source_id AS other, m.appeared, m.value
FROM told AS t
JOIN marked AS m ON m.actor_id = t.actor_id
WHERE m.appeared - m.value <> t.born
