-- Version 2 of the catalogue.

-- Where an exported file was put on the web: what a take-down has to ask for by name.
CREATE TABLE address (
  id       INTEGER PRIMARY KEY,
  item_id  INTEGER NOT NULL REFERENCES export_item (id),       -- which file
  url      TEXT NOT NULL CHECK (url GLOB 'http://?*' OR url GLOB 'https://?*'), -- its web address
  noted_at TEXT NOT NULL CHECK (noted_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'), -- UTC
  noted_by TEXT NOT NULL CHECK (noted_by <> ''),               -- member of staff
  UNIQUE (item_id, url)
) STRICT;

-- What is said of a pair in public, where staff wrote it instead of what is drafted from area, view, stage and weeks.
CREATE TABLE pair_text (
  pair_id  INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE, -- which pair
  language TEXT NOT NULL CHECK (length(language) = 2),         -- of the words, as in HTML's lang
  title    TEXT CHECK (title <> ''),                           -- the case's public title; NULL: as drafted
  alt      TEXT CHECK (alt <> ''),                             -- alternative text; NULL: as drafted
  caption  TEXT CHECK (caption <> ''),                         -- under the picture; NULL: as drafted
  PRIMARY KEY (pair_id, language)
) STRICT, WITHOUT ROWID;

ALTER TABLE destination ADD COLUMN language TEXT CHECK (length(language) = 2); -- of its texts; NULL: the program's own
ALTER TABLE destination ADD COLUMN templates TEXT CHECK (templates <> '');     -- folder of a designer's page templates; NULL: ours
ALTER TABLE destination ADD COLUMN dpi INTEGER CHECK (dpi BETWEEN 72 AND 1200); -- noted in the files; NULL: none
ALTER TABLE destination ADD COLUMN series INTEGER NOT NULL DEFAULT 0 CHECK (series IN (0, 1)); -- all healed photos of one before in one picture
ALTER TABLE destination ADD COLUMN import_list INTEGER NOT NULL DEFAULT 0 CHECK (import_list IN (0, 1)); -- with a CSV and a WXR file for WordPress

-- What an approval was given on: it lapses when that changes.
ALTER TABLE approval ADD COLUMN consent_event INTEGER NOT NULL DEFAULT 0 CHECK (consent_event >= 0); -- the client's latest then; 0: none
ALTER TABLE approval ADD COLUMN photos TEXT;                   -- what was said of both then: "day shows, day shows", before first
DROP TRIGGER approval_no_update;
UPDATE approval SET
  consent_event = (SELECT coalesce(max(e.id), 0) FROM consent_event e JOIN consent c ON c.id = e.consent_id
                   JOIN treatment t ON t.client_id = c.client_id JOIN pair p ON p.treatment_id = t.id WHERE p.id = approval.pair_id),
  photos = (SELECT coalesce(b.taken_on, '-') || ' ' || b.shows || ', ' || coalesce(a.taken_on, '-') || ' ' || a.shows
            FROM pair p JOIN photo b ON b.id = p.before_id JOIN photo a ON a.id = p.after_id WHERE p.id = approval.pair_id);
CREATE TRIGGER approval_no_update BEFORE UPDATE ON approval
BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;
