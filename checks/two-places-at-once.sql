-- severity: error
-- resource: stay_accounts
-- field: arrived
-- message: {stay_id} and {other} overlap: one had begun on {arrived} before the other ended on {left_there}
-- A day on which one place is left and the next is reached belongs to both.
-- A stay told of under the dates of its visit alone has their span at both ends, which says nothing of the order.
WITH extents AS (
  SELECT min(_row) AS _row, stay_id, visit_id, place_id, max(arrived_upper) AS begun, min(left_lower) AS not_ended,
         min(arrived) AS arrived, min("left") AS left_there
  FROM stay_accounts
  WHERE mode = 'report' AND basis <> 'inferred'
    AND NOT coalesce(arrived = "left" AND contains(arrived, '/'), FALSE)
  GROUP BY stay_id, visit_id, place_id
)
SELECT b._row, a.stay_id AS other, b.stay_id, b.arrived, a.left_there
FROM extents AS a
JOIN extents AS b ON a.visit_id = b.visit_id AND a.place_id <> b.place_id AND a.stay_id <> b.stay_id
JOIN places AS pa ON pa.place_id = a.place_id
JOIN places AS pb ON pb.place_id = b.place_id
WHERE a.begun <= b.begun AND a.not_ended > b.begun
  AND coalesce(pa.part_of, '') <> b.place_id AND coalesce(pb.part_of, '') <> a.place_id
