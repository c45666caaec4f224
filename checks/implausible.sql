-- severity: warning
-- resource: measures
-- field: value
-- message: {value} persons are more than have ever lived at one time; such a claim needs confidence low and a remark
SELECT _row, value
FROM measures
WHERE unit = 'person' AND value > 8300000000 AND (confidence <> 'low' OR remark IS NULL)
