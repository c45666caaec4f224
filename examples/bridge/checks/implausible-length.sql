-- severity: warning
-- resource: bridge_accounts
-- field: length
-- message: {bridge_id} is said to be {length} m long, longer than any bridge
SELECT _row, bridge_id, length FROM bridge_accounts WHERE length > 200000
