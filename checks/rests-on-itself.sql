-- severity: error
-- resource: agreement_accounts
-- field: based_on_id
-- message: {agreement_id} is said to be based on itself
SELECT _row, agreement_id, based_on_id
FROM agreement_accounts
WHERE based_on_id = agreement_id AND (confidence <> 'low' OR remark IS NULL)
