-- severity: warning
-- resource: honour_accounts
-- field: date
-- message: {honour_id} was awarded on {date} by {body_id}, a body of a state that ended on 1991-12-26; such a claim needs confidence low and a remark
SELECT a._row, a.honour_id, a.date, a.body_id
FROM honour_accounts AS a
WHERE (contains(a.body_id, 'supreme-soviet') OR contains(a.body_id, 'of-the-ussr') OR starts_with(a.body_id, 'ussr-'))
  AND a.date_lower > 8029
  AND (a.confidence <> 'low' OR a.remark IS NULL)
