-- severity: error
-- resource: route_legs
-- field: from_stay_id
-- message: the leg begins at {from_stay_id}, but the leg before it in the same passage ends at {before}
SELECT later._row, later.from_stay_id, earlier.to_stay_id AS before
FROM route_legs AS earlier
JOIN route_legs AS later
  ON later.visit_id = earlier.visit_id
 AND later.source_id = earlier.source_id
 AND later.context_locator = earlier.context_locator
 AND later.seq_in_passage = earlier.seq_in_passage + 1
WHERE later.from_stay_id <> earlier.to_stay_id
