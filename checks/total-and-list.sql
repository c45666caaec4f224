-- severity: error
-- resource: measures
-- field: value
-- message: {value} is said to be the number of {what}, but {listed} are listed
-- A list that is longer than the total contradicts it; a shorter one does not: the sources show a selection.
WITH listed AS (
  SELECT 'gifts-received' AS what, count(DISTINCT gift_id) AS listed FROM gift_accounts
  WHERE receiver_id = 'kim-jong-il' AND gift_id <> 'gifts-from-russia'
  UNION ALL
  SELECT 'honours-received', count(DISTINCT honour_id) FROM honour_accounts
  WHERE recipient_id = 'kim-jong-il' AND honour_id <> 'honours-from-russia'
)
SELECT m._row, m.value, m.what, l.listed
FROM measures AS m JOIN listed AS l ON l.what = m.what
WHERE m.about = 'kim-jong-il' AND m.mode = 'report' AND m.qualifier IN ('exactly', 'under', 'at_most') AND l.listed > m.value
