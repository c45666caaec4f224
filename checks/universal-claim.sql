-- severity: warning
-- resource: memorial_accounts
-- field: text
-- message: the passage says that every place visited has a plaque; of {visited} sites with a visit, the rows show plaques at {marked}
-- A claim of "every" or "all" is recorded because the source makes it; it needs confidence low and a remark where the rows do not bear it.
WITH visited AS (SELECT count(DISTINCT place_id) AS visited FROM stop_accounts WHERE place_id IS NOT NULL),
marked AS (SELECT count(DISTINCT place_id) AS marked FROM memorial_accounts WHERE place_id IS NOT NULL)
SELECT m._row, m.text, v.visited, k.marked
FROM memorial_accounts AS m, visited AS v, marked AS k
WHERE regexp_matches(m.text, '\b(Every|All)\b') AND k.marked < v.visited AND (m.confidence <> 'low' OR m.remark IS NULL)
