-- Version 3 of the catalogue: sealed libraries (dip-seal.h says how).

-- That the library is sealed: one row, or none.
CREATE TABLE seal (
  id      INTEGER PRIMARY KEY CHECK (id = 1),                  -- always 1
  state   TEXT NOT NULL CHECK (state IN ('sealing', 'sealed', 'turning')), -- pictures are being sealed; all is; keys are being turned
  since   TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC
  changes INTEGER NOT NULL CHECK (changes >= 0),               -- of sealed records, ever
  sum     TEXT NOT NULL CHECK (length(sum) = 64),              -- of the keyed hashes of all sealed records' versions
  root    TEXT NOT NULL CHECK (length(root) = 64)              -- keyed hash of changes and sum
) STRICT;

-- Who may sign in.
CREATE TABLE account (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''), -- member of staff
  role       TEXT NOT NULL CHECK (role IN ('owner', 'curator', 'marketing', 'recovery')), -- what they may know
  salt       TEXT NOT NULL CHECK (salt <> ''),                 -- of the passphrase, base64
  operations INTEGER NOT NULL CHECK (operations > 0),          -- Argon2id: passes
  memory     INTEGER NOT NULL CHECK (memory > 0),              -- Argon2id: bytes
  public     TEXT NOT NULL CHECK (public <> ''),               -- half of the account's box that closes it, base64
  secret     TEXT NOT NULL CHECK (secret <> ''),               -- half that opens it, sealed with the passphrase's key
  created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z') -- UTC
) STRICT;

-- The library's keys, in each account's box.
CREATE TABLE account_key (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE, -- whose
  kind       TEXT NOT NULL CHECK (kind IN ('picture', 'identity', 'gallery')), -- which key
  generation INTEGER NOT NULL CHECK (generation >= 0),         -- counts the turns of that key
  box        TEXT NOT NULL CHECK (box <> ''),                  -- the key, for this account alone
  PRIMARY KEY (account_id, kind, generation)
) STRICT, WITHOUT ROWID;

-- How often each sealed record was written: an older state of it is told from the current one.
CREATE TABLE sealed_record (
  kind    TEXT NOT NULL CHECK (kind IN ('identity', 'consent', 'consent-event')), -- table
  row     INTEGER NOT NULL,                                    -- its id
  version INTEGER NOT NULL CHECK (version > 0),                -- 1, 2, 3, …
  PRIMARY KEY (kind, row)
) STRICT, WITHOUT ROWID;

-- Content keys of the pictures of approved pairs with a consent in force, for those who have the gallery key alone.
CREATE TABLE gallery_key (
  pair_id INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE, -- for which pair's sake
  blob    TEXT NOT NULL CHECK (length(blob) = 64),             -- which picture
  sealed  TEXT NOT NULL CHECK (sealed <> ''),                  -- its content key, sealed with the gallery key
  PRIMARY KEY (pair_id, blob)
) STRICT, WITHOUT ROWID;
CREATE INDEX gallery_key_blob ON gallery_key (blob);

ALTER TABLE identity ADD COLUMN sealed TEXT CHECK (sealed <> ''); -- name, birth date and contact; the clear columns are empty then

-- What marketing may see ends in the same transaction as what permitted it.
CREATE TRIGGER gallery_ends_with_consent AFTER INSERT ON consent_event
BEGIN
  DELETE FROM gallery_key WHERE pair_id IN
    (SELECT p.id FROM consent c JOIN treatment t ON t.client_id = c.client_id JOIN pair p ON p.treatment_id = t.id WHERE c.id = NEW.consent_id);
END;
CREATE TRIGGER gallery_ends_with_alignment AFTER INSERT ON alignment
BEGIN DELETE FROM gallery_key WHERE pair_id = NEW.pair_id; END;
CREATE TRIGGER gallery_ends_with_redaction AFTER INSERT ON redaction
BEGIN
  DELETE FROM gallery_key WHERE pair_id IN (SELECT id FROM pair WHERE NEW.photo_id IN (before_id, after_id));
END;
CREATE TRIGGER gallery_ends_with_photo AFTER UPDATE OF view, shows, hair, taken_on, taken_source, treatment_id ON photo
BEGIN
  DELETE FROM gallery_key WHERE pair_id IN (SELECT id FROM pair WHERE NEW.id IN (before_id, after_id));
END;
CREATE TRIGGER gallery_ends_with_session AFTER INSERT ON session
BEGIN DELETE FROM gallery_key WHERE pair_id IN (SELECT id FROM pair WHERE treatment_id = NEW.treatment_id); END;
CREATE TRIGGER gallery_ends_with_client AFTER UPDATE OF erased_at, adult_attested ON client
BEGIN
  DELETE FROM gallery_key WHERE pair_id IN
    (SELECT p.id FROM pair p JOIN treatment t ON t.id = p.treatment_id WHERE t.client_id = NEW.id);
END;

-- What says who signed may be sealed in place while the library is being sealed, and anew while keys are turned; nothing else.
DROP TRIGGER consent_signer;
CREATE TRIGGER consent_signer BEFORE UPDATE OF signed_by, authority, witness ON consent
WHEN NOT (NEW.signed_by IS NULL AND NEW.authority IS NULL AND NEW.witness IS NULL
          AND (SELECT erased_at FROM client WHERE id = OLD.client_id) IS NOT NULL)
  AND NOT (EXISTS (SELECT 1 FROM seal WHERE state <> 'sealed')
           AND (NEW.signed_by IS NULL) = (OLD.signed_by IS NULL) AND (NEW.signed_by IS NULL OR NEW.signed_by GLOB '~[0-9]*.*')
           AND (NEW.authority IS NULL) = (OLD.authority IS NULL) AND (NEW.authority IS NULL OR NEW.authority GLOB '~[0-9]*.*')
           AND (NEW.witness IS NULL) = (OLD.witness IS NULL) AND (NEW.witness IS NULL OR NEW.witness GLOB '~[0-9]*.*'))
BEGIN SELECT RAISE(ABORT, 'a consent is replaced, never edited'); END;
DROP TRIGGER consent_event_signer;
CREATE TRIGGER consent_event_signer BEFORE UPDATE OF by ON consent_event
WHEN NOT (NEW.by IS NULL
          AND (SELECT cl.erased_at FROM consent c JOIN client cl ON cl.id = c.client_id WHERE c.id = OLD.consent_id) IS NOT NULL)
  AND NOT (EXISTS (SELECT 1 FROM seal WHERE state <> 'sealed')
           AND (NEW.by IS NULL) = (OLD.by IS NULL) AND (NEW.by IS NULL OR NEW.by GLOB '~[0-9]*.*'))
BEGIN SELECT RAISE(ABORT, 'what happened to a consent is append-only'); END;
