-- Version 1 of the catalogue.
--
-- Ids are integers; tables whose rows may be erased number them with AUTOINCREMENT, so that an id in the ledger or the
-- audit log never comes to mean something else. Dates are ISO text on the clinic's calendar, times UTC text, fixed words
-- are the tokens of the domain's tables, digests SHA-256 in lower-case hexadecimal. NULL is "not known", 0 and '' never are.

-- The clinic's settings: one row.
CREATE TABLE clinic (
  id           INTEGER PRIMARY KEY CHECK (id = 1),             -- always 1
  name         TEXT NOT NULL CHECK (name <> ''),               -- as credited on every picture
  site         TEXT,                                           -- URL of its website
  healing_days INTEGER NOT NULL CHECK (healing_days BETWEEN 21 AND 365), -- days after a session until skin counts as healed
  no_labels    INTEGER NOT NULL DEFAULT 0 CHECK (no_labels IN (0, 1)), -- composites carry no words, wherever they go
  destination  TEXT CHECK (destination <> ''),                 -- name of the one to start with; NULL: the first
  creator      TEXT CHECK (creator <> ''),                     -- rights notice: who took the pictures
  credit       TEXT CHECK (credit <> ''),                      -- rights notice: whom to name beside them
  copyright    TEXT CHECK (copyright <> ''),                   -- rights notice: whose they are
  licence      TEXT CHECK (licence <> '')                      -- rights notice: URL of the page with the terms
) STRICT;

-- A client as everyone but curators know them. The row outlives an erasure.
CREATE TABLE client (
  id             INTEGER PRIMARY KEY,
  code           TEXT NOT NULL UNIQUE COLLATE NOCASE           -- random; tells nothing about the person
                 CHECK (length(code) BETWEEN 4 AND 32 AND code NOT GLOB '*[^0-9A-Z]*'),
  adult_attested INTEGER NOT NULL CHECK (adult_attested IN (0, 1)), -- staff have checked that the client is an adult
  created_at     TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC
  erased_at      TEXT CHECK (erased_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z') -- UTC; names and photos are gone
) STRICT;

-- Names and contact: only dip-identity-store.c reads it, and it is joined into nothing.
CREATE TABLE identity (
  client_id INTEGER PRIMARY KEY REFERENCES client (id),        -- whose
  name      TEXT NOT NULL CHECK (name <> ''),                  -- as the clinic writes it
  born      TEXT CHECK (born IS date(julianday(born))),                    -- birth date
  contact   TEXT                                               -- telephone, mail, free text
) STRICT;

-- One case of scalp micropigmentation.
CREATE TABLE treatment (
  id         INTEGER PRIMARY KEY,
  client_id  INTEGER NOT NULL REFERENCES client (id),          -- whose
  areas      TEXT,                                             -- tokens of areas, comma-separated
  stage      TEXT CHECK (stage GLOB 'norwood-*' OR stage GLOB 'ludwig-*'), -- Norwood-Hamilton or Ludwig stage
  created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z') -- UTC
) STRICT;
CREATE INDEX treatment_client ON treatment (client_id, id);

-- A dated sitting.
CREATE TABLE session (
  id           INTEGER PRIMARY KEY,
  treatment_id INTEGER NOT NULL REFERENCES treatment (id),     -- of which case
  date         TEXT NOT NULL CHECK (date IS date(julianday(date))),        -- day of the sitting
  kind         TEXT NOT NULL CHECK (kind IN ('initial', 'follow-up', 'maintenance')) -- what it was for
) STRICT;
CREATE INDEX session_treatment ON session (treatment_id, date, id);

-- A photo: its clean file, what it shows and when.
CREATE TABLE photo (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id     INTEGER REFERENCES client (id),                -- whose; NULL while it waits in the inbox
  treatment_id  INTEGER REFERENCES treatment (id),             -- of which case; NULL while the client has none
  blob          TEXT NOT NULL CHECK (length(blob) = 64 AND blob NOT GLOB '*[^0-9a-f]*'), -- digest of the clean file
  format        TEXT NOT NULL CHECK (format IN ('jpeg', 'png', 'webp')), -- of the clean file
  width         INTEGER NOT NULL CHECK (width > 0),            -- pixels, upright
  height        INTEGER NOT NULL CHECK (height > 0),           -- pixels, upright
  orientation   INTEGER NOT NULL CHECK (orientation BETWEEN 1 AND 8), -- EXIF orientation still to be applied
  bytes         INTEGER NOT NULL CHECK (bytes > 0),            -- size of the clean file
  taken_on      TEXT CHECK (taken_on IS date(julianday(taken_on))),        -- day it was taken, on the camera's or clinic's calendar
  taken_at      TEXT,                                          -- the camera's own local time, as much as it said
  taken_source  TEXT NOT NULL CHECK (taken_source IN ('unknown', 'camera', 'stated')), -- who says when
  taken_by      TEXT,                                          -- who stated the day
  view          TEXT CHECK (view IN ('front-hairline', 'top', 'crown', 'left-temple', 'right-temple', 'left-oblique',
                                     'right-oblique', 'back', 'scar', 'close-up')), -- standard scalp view; NULL: not said yet
  shows         TEXT NOT NULL CHECK (shows IN ('scalp-only', 'eyes-hidden', 'full-face')), -- how much of the person
  pixel_digest  TEXT NOT NULL CHECK (length(pixel_digest) = 64), -- of shape and decoded pixels: the same picture again
  source_digest TEXT NOT NULL CHECK (length(source_digest) = 64), -- of the file as it came
  camera        TEXT,                                          -- maker and model
  lens          TEXT,                                          -- model
  focal_length  REAL,                                          -- mm
  exposure      REAL,                                          -- s
  f_number      REAL,                                          -- aperture
  iso           INTEGER,                                       -- sensitivity
  white_balance TEXT CHECK (white_balance IN ('auto', 'manual')), -- camera setting
  hair          TEXT CHECK (hair IN ('dry', 'wet')),           -- as staff say; NULL: not said
  removed       TEXT,                                          -- JSON array: what the scrub took away, never its values
  certificate   TEXT,                                          -- JSON: segments and digest as read back from disk
  imported_at   TEXT NOT NULL CHECK (imported_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC
  CHECK ((taken_on IS NULL) = (taken_source = 'unknown')),
  CHECK (client_id IS NOT NULL OR treatment_id IS NULL)
) STRICT;
CREATE INDEX photo_client ON photo (client_id, taken_on, id);
CREATE INDEX photo_treatment ON photo (treatment_id, taken_on, id);
CREATE INDEX photo_pixels ON photo (pixel_digest);
CREATE INDEX photo_blob ON photo (blob);
CREATE INDEX photo_unsorted ON photo (id) WHERE client_id IS NULL OR view IS NULL OR taken_on IS NULL;

-- What is covered in a photo whenever it leaves; each change is a new row, the newest counts.
CREATE TABLE redaction (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  photo_id   INTEGER NOT NULL REFERENCES photo (id),           -- on which photo
  covers     TEXT NOT NULL,                                    -- "box x,y x,y; eyes x,y x,y", pixels of the upright photo; '' for none
  shows      TEXT NOT NULL CHECK (shows IN ('scalp-only', 'eyes-hidden', 'full-face')), -- how much of the person is still seen
  by         TEXT NOT NULL CHECK (by <> ''),                   -- member of staff
  created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z') -- UTC
) STRICT;
CREATE INDEX redaction_photo ON redaction (photo_id, id);

-- A before and a healed photo of one view.
CREATE TABLE pair (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  treatment_id INTEGER NOT NULL REFERENCES treatment (id),     -- of which case
  before_id    INTEGER NOT NULL REFERENCES photo (id),         -- the before
  after_id     INTEGER NOT NULL REFERENCES photo (id),         -- the healed one
  view         TEXT NOT NULL CHECK (view IN ('front-hairline', 'top', 'crown', 'left-temple', 'right-temple',
                                             'left-oblique', 'right-oblique', 'back', 'scar', 'close-up')), -- of both
  slug         TEXT NOT NULL UNIQUE CHECK (length(slug) BETWEEN 4 AND 32 AND slug NOT GLOB '*[^0-9a-z]*'), -- its only name outside
  created_at   TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC
  UNIQUE (before_id, after_id),
  CHECK (before_id <> after_id)
) STRICT;
CREATE INDEX pair_treatment ON pair (treatment_id, id);
CREATE INDEX pair_after ON pair (after_id);

-- How a pair was lined up, cropped and corrected; each change is a new row, the newest counts.
CREATE TABLE alignment (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  pair_id    INTEGER NOT NULL REFERENCES pair (id),            -- which pair
  before     TEXT NOT NULL,                                    -- landmarks in the before: "x,y x,y x,y", pixels; '' for none
  after      TEXT NOT NULL,                                    -- the same in the after, in the same order
  a          REAL NOT NULL,                                    -- similarity, after to before: (x, y) -> (ax - by + tx, bx + ay + ty)
  b          REAL NOT NULL,                                    -- see a
  tx         REAL NOT NULL,                                    -- see a, pixels
  ty         REAL NOT NULL,                                    -- see a, pixels
  residual   REAL NOT NULL CHECK (residual >= 0),              -- root mean square distance left, pixels of the before
  method     TEXT NOT NULL CHECK (method IN ('fit', 'points', 'suggested')), -- how the landmarks came about
  confidence REAL CHECK (confidence BETWEEN 0 AND 1),          -- of the suggestion that was confirmed
  crop_shape TEXT NOT NULL CHECK (crop_shape IN ('free', 'square', '4:5', '3:2')), -- of both halves
  crop       TEXT CHECK (crop GLOB '[0-9]*,[0-9]* [0-9]*,[0-9]*'), -- "x,y width,height", pixels of the before; NULL: the largest
  exposure   REAL NOT NULL CHECK (exposure BETWEEN -2 AND 2),  -- the one correction of both halves: stops
  warmth     REAL NOT NULL CHECK (warmth BETWEEN -1 AND 1),    -- stops of red against blue
  tint       REAL NOT NULL CHECK (tint BETWEEN -1 AND 1),      -- stops of green against red and blue
  created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z') -- UTC
) STRICT;
CREATE INDEX alignment_pair ON alignment (pair_id, id);

-- A curator's sign-off that a pair may go to marketing.
CREATE TABLE approval (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  pair_id      INTEGER NOT NULL REFERENCES pair (id),          -- which pair
  alignment_id INTEGER REFERENCES alignment (id),              -- what was looked at; NULL: not lined up
  before_redaction INTEGER REFERENCES redaction (id),          -- what covered the before; NULL: nothing yet
  after_redaction INTEGER REFERENCES redaction (id),           -- what covered the after; NULL: nothing yet
  checked      TEXT NOT NULL,                                  -- tokens of what was looked for, comma-separated
  by           TEXT NOT NULL CHECK (by <> ''),                 -- member of staff
  at           TEXT NOT NULL CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z') -- UTC
) STRICT;
CREATE INDEX approval_pair ON approval (pair_id, id);
CREATE INDEX approval_alignment ON approval (alignment_id);
CREATE INDEX approval_before_redaction ON approval (before_redaction);
CREATE INDEX approval_after_redaction ON approval (after_redaction);

-- What was measured of the two halves; the newest of an alignment counts.
CREATE TABLE fair_check (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  pair_id      INTEGER NOT NULL REFERENCES pair (id),          -- which pair
  alignment_id INTEGER REFERENCES alignment (id),              -- as it was lined up; NULL: not
  figures      TEXT NOT NULL CHECK (figures GLOB '{*}'),       -- JSON: each aspect's figure, threshold and verdict
  created_at   TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z') -- UTC
) STRICT;
CREATE INDEX fair_check_pair ON fair_check (pair_id, id);
CREATE INDEX fair_check_alignment ON fair_check (alignment_id);

-- The exact text a client was shown.
CREATE TABLE consent_form (
  id         INTEGER PRIMARY KEY,
  language   TEXT NOT NULL CHECK (language <> ''),             -- BCP 47 tag
  text       TEXT NOT NULL CHECK (text <> ''),                 -- the whole of it
  sha256     TEXT NOT NULL CHECK (length(sha256) = 64),        -- of the text
  created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC, first used
  UNIQUE (sha256, language)
) STRICT;

-- What clients are told before consenting, in versions; the text a client was shown is in consent_form.
CREATE TABLE notice (
  id           INTEGER PRIMARY KEY,
  name         TEXT NOT NULL CHECK (name <> ''),               -- of the series of versions
  version      INTEGER NOT NULL CHECK (version > 0),           -- 1, 2, … in the series
  language     TEXT NOT NULL CHECK (language <> ''),           -- BCP 47 tag
  jurisdiction TEXT NOT NULL CHECK (jurisdiction IN ('uk', 'eu', 'us', 'general')), -- whose rules it is made for
  source       TEXT NOT NULL CHECK (source <> ''),             -- paragraphs with their marks
  purposes     TEXT,                                           -- the clinic's words for {purposes}
  recipients   TEXT,                                           -- for {recipients}
  retention    TEXT,                                           -- for {retention}
  withdrawal   TEXT,                                           -- for {withdrawal}: how to reach the clinic
  released_at  TEXT CHECK (released_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC; NULL: a draft
  sha256       TEXT CHECK (length(sha256) = 64),               -- of all of it, as released
  UNIQUE (name, language, version),
  CHECK ((released_at IS NULL) = (sha256 IS NULL))
) STRICT;

-- A consent to publish as recorded; never edited, only followed by events or replaced.
CREATE TABLE consent (
  id              INTEGER PRIMARY KEY,
  client_id       INTEGER NOT NULL REFERENCES client (id),     -- who agreed
  form_id         INTEGER NOT NULL REFERENCES consent_form (id), -- to what text
  identifiability TEXT CHECK (identifiability IN ('scalp-only', 'eyes-hidden', 'full-face')), -- how much may be seen; NULL: nothing
  coverage        TEXT NOT NULL CHECK (coverage IN ('all', 'treatment', 'photos')), -- which photos
  treatment_id    INTEGER REFERENCES treatment (id),           -- with coverage 'treatment': which
  valid_from      TEXT CHECK (valid_from IS date(julianday(valid_from))),  -- first day in force
  valid_until     TEXT CHECK (valid_until IS date(julianday(valid_until))), -- last day in force
  signed_on       TEXT CHECK (signed_on IS date(julianday(signed_on))),    -- day of the signature
  signed_by       TEXT,                                        -- who signed, as written; NULL for a draft or once erased
  signature       TEXT CHECK (length(signature) = 64 AND signature NOT GLOB '*[^0-9a-f]*'), -- digest of the signature's blob
  method          TEXT CHECK (method <> ''),                   -- 'paper', 'screen', 'spoken'
  recorded_by     TEXT NOT NULL CHECK (recorded_by <> ''),     -- member of staff
  recorded_at     TEXT NOT NULL CHECK (recorded_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC
  supersedes      INTEGER REFERENCES consent (id),             -- the consent this one takes the place of
  authority       TEXT CHECK (authority <> ''),                -- by which a representative signed; NULL: the client did
  witness         TEXT CHECK (witness <> ''),                  -- who saw it; NULL: nobody, or once erased
  review_by       TEXT CHECK (review_by IS date(julianday(review_by))), -- day on which to ask again
  CHECK ((coverage = 'treatment') = (treatment_id IS NOT NULL)),
  CHECK (valid_until >= valid_from)
) STRICT;
CREATE INDEX consent_client ON consent (client_id, id);
CREATE INDEX consent_signature ON consent (signature);

-- Uses agreed to: one row per use.
CREATE TABLE consent_scope (
  consent_id INTEGER NOT NULL REFERENCES consent (id),         -- in which consent
  scope      TEXT NOT NULL CHECK (scope IN ('website', 'social-media', 'print', 'in-clinic', 'training', 'listing-sites',
                                            'first-name', 'testimonial')), -- the use
  PRIMARY KEY (consent_id, scope)
) STRICT, WITHOUT ROWID;

-- Photos covered, for coverage 'photos'. No foreign key to photo: the record outlives an erased photo.
CREATE TABLE consent_coverage (
  consent_id INTEGER NOT NULL REFERENCES consent (id),         -- in which consent
  photo_id   INTEGER NOT NULL,                                 -- the photo
  PRIMARY KEY (consent_id, photo_id)
) STRICT, WITHOUT ROWID;

-- What happened to a consent, in order.
CREATE TABLE consent_event (
  id         INTEGER PRIMARY KEY,
  consent_id INTEGER NOT NULL REFERENCES consent (id),         -- to which
  kind       TEXT NOT NULL CHECK (kind IN ('signed', 'withdrawn', 'replaced', 'declined', 'in-error')), -- what
  scopes     TEXT,                                             -- withdrawn uses: tokens, comma-separated
  other_id   INTEGER REFERENCES consent (id),                  -- the consent that replaced it
  date       TEXT NOT NULL CHECK (date IS date(julianday(date))),          -- day it takes effect
  at         TEXT NOT NULL CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC, recorded
  by         TEXT,                                             -- who recorded it; NULL once erased
  photo_id   INTEGER                                           -- withdrawn for this photo alone; NULL: for all
) STRICT;
CREATE INDEX consent_event_consent ON consent_event (consent_id, id);

-- How composites look, by name, so that a whole gallery looks alike.
CREATE TABLE style (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''), -- short, for commands
  settings TEXT NOT NULL CHECK (settings GLOB '{*}'),          -- JSON: see dip-style.h
  logo     TEXT CHECK (length(logo) = 64 AND logo NOT GLOB '*[^0-9a-f]*') -- digest of the clinic mark's file
) STRICT;
CREATE INDEX style_logo ON style (logo);

-- Where exports go, with that place's rules.
CREATE TABLE destination (
  id                  INTEGER PRIMARY KEY,
  name                TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''), -- short, for commands
  label               TEXT NOT NULL,                           -- as shown
  scope               TEXT NOT NULL CHECK (scope IN ('website', 'social-media', 'print', 'in-clinic', 'training',
                                                     'listing-sites', 'first-name', 'testimonial')), -- use it needs consent for
  max_identifiability TEXT NOT NULL CHECK (max_identifiability IN ('scalp-only', 'eyes-hidden', 'full-face')), -- most it may show
  layout              TEXT NOT NULL CHECK (layout IN ('side-by-side', 'stacked', 'slide')), -- of composites
  labels              INTEGER NOT NULL CHECK (labels IN (0, 1)), -- words in the picture
  formats             TEXT NOT NULL CHECK (formats <> ''),     -- tokens, comma-separated
  widths              TEXT NOT NULL CHECK (widths <> '' AND widths NOT GLOB '*[^0-9,]*'), -- pixels, ascending, comma-separated
  style_id            INTEGER REFERENCES style (id),           -- how composites look there; NULL: plain
  mark                INTEGER NOT NULL DEFAULT 1 CHECK (mark IN (0, 1)), -- the style's clinic mark
  after_only          INTEGER NOT NULL DEFAULT 0 CHECK (after_only IN (0, 1)), -- the healed half alone
  shape               TEXT CHECK (shape GLOB '[1-9]*:[1-9]*'), -- of the whole picture, "4:5"; NULL: as the pair was cropped
  max_kib             INTEGER CHECK (max_kib > 0),             -- byte budget of one file, KiB; NULL: none
  pages               INTEGER NOT NULL DEFAULT 0 CHECK (pages IN (0, 1)), -- with web pages
  rights              INTEGER NOT NULL DEFAULT 1 CHECK (rights IN (0, 1)), -- the rights notice with every picture on the pages
  caption             TEXT CHECK (caption <> ''),              -- its fields in braces; NULL: the usual
  disclosure          TEXT CHECK (disclosure <> '')            -- line under the results; NULL: that results differ
) STRICT;

-- One export: into which folder, by whom.
CREATE TABLE export_run (
  id             INTEGER PRIMARY KEY,
  destination_id INTEGER NOT NULL REFERENCES destination (id), -- for which place
  folder         TEXT NOT NULL CHECK (folder <> ''),           -- where the files were put
  actor          TEXT NOT NULL CHECK (actor <> ''),            -- member of staff
  at             TEXT NOT NULL CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z') -- UTC
) STRICT;
CREATE INDEX export_run_place ON export_run (destination_id, folder);

-- The ledger: every file that ever left. Pair and slug are copies: the row outlives an erased pair.
CREATE TABLE export_item (
  id          INTEGER PRIMARY KEY,
  run_id      INTEGER NOT NULL REFERENCES export_run (id),     -- in which export
  pair_id     INTEGER NOT NULL,                                -- of which pair
  pair_slug   TEXT NOT NULL,                                   -- its public name
  client_id   INTEGER NOT NULL REFERENCES client (id),         -- whose
  consent_id  INTEGER REFERENCES consent (id),                 -- the consent that permitted it
  name        TEXT NOT NULL CHECK (name <> ''),                -- file name in the run's folder
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),       -- of the file
  bytes       INTEGER NOT NULL CHECK (bytes > 0),              -- its size
  width       INTEGER NOT NULL CHECK (width > 0),              -- pixels
  height      INTEGER NOT NULL CHECK (height > 0),             -- pixels
  format      TEXT NOT NULL CHECK (format IN ('avif', 'webp', 'jpeg')), -- of the file
  recipe      TEXT NOT NULL CHECK (length(recipe) = 64),       -- SHA-256 of everything that made it
  state       TEXT NOT NULL CHECK (state IN ('live', 'replaced', 'blocked')), -- what is to be done with it
  exported_at TEXT NOT NULL CHECK (exported_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC
  removed_at  TEXT CHECK (removed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC, deleted from the folder
  likeness    TEXT CHECK (length(likeness) = 64)               -- perceptual hash: difference hash of 256 bits, hexadecimal
) STRICT;
CREATE INDEX export_item_client ON export_item (client_id, id);
CREATE INDEX export_item_run ON export_item (run_id, id);
CREATE INDEX export_item_pair ON export_item (pair_id);
CREATE INDEX export_item_consent ON export_item (consent_id);

-- An exported file that must be taken down wherever it was put.
CREATE TABLE takedown (
  id        INTEGER PRIMARY KEY,
  item_id   INTEGER NOT NULL UNIQUE REFERENCES export_item (id), -- which file
  reason    TEXT NOT NULL CHECK (reason IN ('withdrawn', 'expired', 'erased', 'not-permitted')), -- why
  opened_at TEXT NOT NULL CHECK (opened_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC
  done_at   TEXT CHECK (done_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC; NULL while open
  done_by   TEXT,                                              -- who saw to it
  CHECK ((done_at IS NULL) = (done_by IS NULL))
) STRICT;
CREATE INDEX takedown_open ON takedown (id) WHERE done_at IS NULL;

-- Who did what, each entry's hash taken over itself and the hash before (dip-audit.h says how).
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY CHECK (sequence > 0),           -- 1, 2, 3, … without a gap
  at       TEXT NOT NULL CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC
  actor    TEXT NOT NULL CHECK (actor <> ''),                  -- member of staff or program
  action   TEXT NOT NULL CHECK (action <> ''),                 -- fixed word
  subject  TEXT NOT NULL,                                      -- code or id, never a name
  detail   TEXT CHECK (detail GLOB '{*}'),                     -- JSON object, never a name
  previous TEXT NOT NULL CHECK (length(previous) = 64),        -- hash of the entry before; zeros for the first
  hash     TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)      -- of this entry
) STRICT;

-- History is never rewritten.

CREATE TRIGGER audit_chain BEFORE INSERT ON audit
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
  OR NEW.previous <> coalesce((SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1), printf('%064d', 0))
BEGIN SELECT RAISE(ABORT, 'an audit entry follows the last one'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER client_no_update BEFORE UPDATE OF id, code, created_at ON client
BEGIN SELECT RAISE(ABORT, 'a client keeps code and date'); END;
CREATE TRIGGER client_erased_once BEFORE UPDATE OF erased_at ON client WHEN OLD.erased_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an erasure is final'); END;
CREATE TRIGGER client_no_delete BEFORE DELETE ON client
BEGIN SELECT RAISE(ABORT, 'a client is erased, not deleted'); END;
CREATE TRIGGER identity_of_erased BEFORE INSERT ON identity
WHEN (SELECT erased_at FROM client WHERE id = NEW.client_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an erased client has no name'); END;
CREATE TRIGGER photo_of_erased BEFORE INSERT ON photo
WHEN (SELECT erased_at FROM client WHERE id = NEW.client_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an erased client has no photos'); END;

CREATE TRIGGER photo_to_erased BEFORE UPDATE OF client_id ON photo
WHEN (SELECT erased_at FROM client WHERE id = NEW.client_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an erased client has no photos'); END;
CREATE TRIGGER photo_in_use_stays BEFORE UPDATE OF client_id ON photo
WHEN NEW.client_id IS NOT OLD.client_id
  AND (EXISTS (SELECT 1 FROM pair WHERE before_id = OLD.id OR after_id = OLD.id)
       OR EXISTS (SELECT 1 FROM consent_coverage WHERE photo_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'a photo in a pair or a consent keeps its client'); END;
CREATE TRIGGER photo_no_update BEFORE UPDATE OF id, blob, format, width, height, orientation, bytes, pixel_digest,
  source_digest, camera, lens, focal_length, exposure, f_number, iso, white_balance, removed, certificate, imported_at ON photo
BEGIN SELECT RAISE(ABORT, 'a photo keeps its file and its facts'); END;
CREATE TRIGGER photo_no_delete BEFORE DELETE ON photo
WHEN (SELECT erased_at FROM client WHERE id = OLD.client_id) IS NULL
  AND (EXISTS (SELECT 1 FROM pair WHERE before_id = OLD.id OR after_id = OLD.id)
       OR EXISTS (SELECT 1 FROM consent_coverage WHERE photo_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'photos in a pair or a consent go only with their client'); END;

CREATE TRIGGER pair_no_update BEFORE UPDATE ON pair
BEGIN SELECT RAISE(ABORT, 'a pair is made anew, not changed'); END;
CREATE TRIGGER pair_no_delete BEFORE DELETE ON pair
WHEN (SELECT c.erased_at FROM treatment t JOIN client c ON c.id = t.client_id WHERE t.id = OLD.treatment_id) IS NULL
BEGIN SELECT RAISE(ABORT, 'pairs go only with their client'); END;

CREATE TRIGGER alignment_no_update BEFORE UPDATE ON alignment
BEGIN SELECT RAISE(ABORT, 'alignments are append-only'); END;
CREATE TRIGGER alignment_no_delete BEFORE DELETE ON alignment
WHEN (SELECT c.erased_at FROM pair p JOIN treatment t ON t.id = p.treatment_id JOIN client c ON c.id = t.client_id
      WHERE p.id = OLD.pair_id) IS NULL
BEGIN SELECT RAISE(ABORT, 'alignments go only with their client'); END;

CREATE TRIGGER redaction_no_update BEFORE UPDATE ON redaction
BEGIN SELECT RAISE(ABORT, 'redactions are append-only'); END;
CREATE TRIGGER redaction_no_delete BEFORE DELETE ON redaction
WHEN EXISTS (SELECT 1 FROM photo p JOIN client c ON c.id = p.client_id WHERE p.id = OLD.photo_id AND c.erased_at IS NULL)
  AND EXISTS (SELECT 1 FROM pair WHERE before_id = OLD.photo_id OR after_id = OLD.photo_id)
BEGIN SELECT RAISE(ABORT, 'redactions go only with their client'); END;

CREATE TRIGGER fair_check_no_update BEFORE UPDATE ON fair_check
BEGIN SELECT RAISE(ABORT, 'measurements are append-only'); END;
CREATE TRIGGER fair_check_no_delete BEFORE DELETE ON fair_check
WHEN (SELECT c.erased_at FROM pair p JOIN treatment t ON t.id = p.treatment_id JOIN client c ON c.id = t.client_id
      WHERE p.id = OLD.pair_id) IS NULL
BEGIN SELECT RAISE(ABORT, 'measurements go only with their client'); END;

CREATE TRIGGER approval_no_update BEFORE UPDATE ON approval
BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;
CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval
WHEN (SELECT c.erased_at FROM pair p JOIN treatment t ON t.id = p.treatment_id JOIN client c ON c.id = t.client_id
      WHERE p.id = OLD.pair_id) IS NULL
BEGIN SELECT RAISE(ABORT, 'approvals go only with their client'); END;

CREATE TRIGGER consent_form_no_update BEFORE UPDATE ON consent_form
BEGIN SELECT RAISE(ABORT, 'a form that was shown does not change'); END;
CREATE TRIGGER consent_form_no_delete BEFORE DELETE ON consent_form
BEGIN SELECT RAISE(ABORT, 'a form that was shown is kept'); END;

CREATE TRIGGER notice_no_update BEFORE UPDATE ON notice
WHEN OLD.released_at IS NOT NULL OR NEW.name <> OLD.name OR NEW.version <> OLD.version OR NEW.language <> OLD.language
BEGIN SELECT RAISE(ABORT, 'a released form does not change'); END;
CREATE TRIGGER notice_no_delete BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'a form is kept'); END;

CREATE TRIGGER consent_no_update BEFORE UPDATE OF id, client_id, form_id, identifiability, coverage, treatment_id, valid_from,
  valid_until, signed_on, signature, method, recorded_by, recorded_at, supersedes, review_by ON consent
BEGIN SELECT RAISE(ABORT, 'a consent is replaced, never edited'); END;
CREATE TRIGGER consent_signer BEFORE UPDATE OF signed_by, authority, witness ON consent
WHEN NEW.signed_by IS NOT NULL OR NEW.authority IS NOT NULL OR NEW.witness IS NOT NULL OR (SELECT erased_at FROM client WHERE id = OLD.client_id) IS NULL
BEGIN SELECT RAISE(ABORT, 'a consent is replaced, never edited'); END;
CREATE TRIGGER consent_no_delete BEFORE DELETE ON consent
BEGIN SELECT RAISE(ABORT, 'a consent is kept as proof'); END;

CREATE TRIGGER consent_scope_no_update BEFORE UPDATE ON consent_scope
BEGIN SELECT RAISE(ABORT, 'a consent is replaced, never edited'); END;
CREATE TRIGGER consent_scope_no_delete BEFORE DELETE ON consent_scope
BEGIN SELECT RAISE(ABORT, 'a consent is kept as proof'); END;

CREATE TRIGGER consent_coverage_photo BEFORE INSERT ON consent_coverage
WHEN NOT EXISTS (SELECT 1 FROM photo p JOIN consent c ON c.client_id = p.client_id
                 WHERE p.id = NEW.photo_id AND c.id = NEW.consent_id AND c.coverage = 'photos')
BEGIN SELECT RAISE(ABORT, 'a consent covers photos of its own client'); END;
CREATE TRIGGER consent_coverage_no_update BEFORE UPDATE ON consent_coverage
BEGIN SELECT RAISE(ABORT, 'a consent is replaced, never edited'); END;
CREATE TRIGGER consent_coverage_no_delete BEFORE DELETE ON consent_coverage
BEGIN SELECT RAISE(ABORT, 'a consent is kept as proof'); END;

CREATE TRIGGER consent_event_no_update BEFORE UPDATE OF id, consent_id, kind, scopes, other_id, date, at, photo_id
  ON consent_event
BEGIN SELECT RAISE(ABORT, 'what happened to a consent is append-only'); END;
CREATE TRIGGER consent_event_signer BEFORE UPDATE OF by ON consent_event
WHEN NEW.by IS NOT NULL
  OR (SELECT cl.erased_at FROM consent c JOIN client cl ON cl.id = c.client_id WHERE c.id = OLD.consent_id) IS NULL
BEGIN SELECT RAISE(ABORT, 'what happened to a consent is append-only'); END;
CREATE TRIGGER consent_event_no_delete BEFORE DELETE ON consent_event
BEGIN SELECT RAISE(ABORT, 'what happened to a consent is append-only'); END;

CREATE TRIGGER export_run_no_update BEFORE UPDATE ON export_run
BEGIN SELECT RAISE(ABORT, 'the export ledger is append-only'); END;
CREATE TRIGGER export_run_no_delete BEFORE DELETE ON export_run
BEGIN SELECT RAISE(ABORT, 'the export ledger is append-only'); END;

CREATE TRIGGER export_item_no_update BEFORE UPDATE OF id, run_id, pair_id, pair_slug, client_id, consent_id, name, sha256, bytes,
  width, height, format, recipe, exported_at, likeness ON export_item
BEGIN SELECT RAISE(ABORT, 'the export ledger is append-only'); END;
CREATE TRIGGER export_item_no_delete BEFORE DELETE ON export_item
BEGIN SELECT RAISE(ABORT, 'the export ledger is append-only'); END;

CREATE TRIGGER takedown_no_update BEFORE UPDATE OF id, item_id, reason, opened_at ON takedown
BEGIN SELECT RAISE(ABORT, 'a take-down is kept as it was opened'); END;
CREATE TRIGGER takedown_done_once BEFORE UPDATE OF done_at, done_by ON takedown WHEN OLD.done_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a take-down is ticked off once'); END;
CREATE TRIGGER takedown_no_delete BEFORE DELETE ON takedown
BEGIN SELECT RAISE(ABORT, 'a take-down is kept as it was opened'); END;
