-- Version 4 of the catalogue.

ALTER TABLE destination ADD COLUMN names TEXT CHECK (names <> ''); -- pattern of files' names, before width and digest; NULL: the usual

-- A pair that never went out may be taken apart; what went out is kept, with all that made it, as long as its client.
DROP TRIGGER pair_no_delete;
CREATE TRIGGER pair_no_delete BEFORE DELETE ON pair
WHEN (SELECT c.erased_at FROM treatment t JOIN client c ON c.id = t.client_id WHERE t.id = OLD.treatment_id) IS NULL
  AND EXISTS (SELECT 1 FROM export_item WHERE pair_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'pairs that went out go only with their client'); END;

DROP TRIGGER alignment_no_delete;
CREATE TRIGGER alignment_no_delete BEFORE DELETE ON alignment
WHEN (SELECT c.erased_at FROM pair p JOIN treatment t ON t.id = p.treatment_id JOIN client c ON c.id = t.client_id
      WHERE p.id = OLD.pair_id) IS NULL
  AND EXISTS (SELECT 1 FROM export_item WHERE pair_id = OLD.pair_id)
BEGIN SELECT RAISE(ABORT, 'alignments go only with their client'); END;

DROP TRIGGER fair_check_no_delete;
CREATE TRIGGER fair_check_no_delete BEFORE DELETE ON fair_check
WHEN (SELECT c.erased_at FROM pair p JOIN treatment t ON t.id = p.treatment_id JOIN client c ON c.id = t.client_id
      WHERE p.id = OLD.pair_id) IS NULL
  AND EXISTS (SELECT 1 FROM export_item WHERE pair_id = OLD.pair_id)
BEGIN SELECT RAISE(ABORT, 'measurements go only with their client'); END;

DROP TRIGGER approval_no_delete;
CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval
WHEN (SELECT c.erased_at FROM pair p JOIN treatment t ON t.id = p.treatment_id JOIN client c ON c.id = t.client_id
      WHERE p.id = OLD.pair_id) IS NULL
  AND EXISTS (SELECT 1 FROM export_item WHERE pair_id = OLD.pair_id)
BEGIN SELECT RAISE(ABORT, 'approvals go only with their client'); END;
