-- What a library of version 1 may hold: one row at least in every table, with what older clinics wrote. Never edited, so
-- that later versions go on being tried on it.
UPDATE clinic SET name = 'Clínica Ñandú', site = 'https://clinic.example', healing_days = 42;
INSERT INTO client VALUES (1, 'K7QX3M', 1, '2025-01-02T03:04:05.678Z', NULL);
INSERT INTO client VALUES (2, 'ABCDEF', 0, '2025-01-03T03:04:05.678Z', NULL);
INSERT INTO identity VALUES (1, 'José Peña', '1980-02-29', '+34 600 000 001');
INSERT INTO identity VALUES (2, 'Ana', NULL, NULL);
INSERT INTO treatment VALUES (1, 1, 'hairline, crown', 'norwood-3-vertex', '2025-01-02T03:04:05.678Z');
INSERT INTO treatment VALUES (2, 2, NULL, NULL, '2025-01-03T03:04:05.678Z');
INSERT INTO session VALUES (1, 1, '2025-01-10', 'initial'), (2, 1, '2025-02-10', 'follow-up'), (3, 1, '2026-02-10', 'maintenance');
INSERT INTO photo VALUES
  (1, 1, 1, '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed', 'jpeg', 4032, 3024, 1, 3, '2025-01-02',
   '2025-01-02T10:11:12.340+01:00', 'camera', NULL, 'crown', 'scalp-only',
   '1111111111111111111111111111111111111111111111111111111111111111',
   '2222222222222222222222222222222222222222222222222222222222222222',
   'Maker Model', 'Lens', 5.1, 0.008, 1.78, 64, 'auto', 'dry', '["exif","gps"]', '{"segments":[]}', '2025-01-02T03:04:05.678Z'),
  (2, 1, 1, '3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3', 'png', 3024, 4032, 6, 3, '2025-04-02',
   NULL, 'stated', 'Staff', 'crown', 'full-face',
   '3333333333333333333333333333333333333333333333333333333333333333',
   '4444444444444444444444444444444444444444444444444444444444444444',
   NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2025-04-02T03:04:05.678Z'),
  (3, 2, NULL, '3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3', 'png', 3024, 4032, 1, 3, NULL,
   NULL, 'unknown', NULL, NULL, 'full-face',
   '3333333333333333333333333333333333333333333333333333333333333333',
   '5555555555555555555555555555555555555555555555555555555555555555',
   NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2025-04-02T03:04:05.678Z');
INSERT INTO redaction VALUES (1, 2, 'box 10.5,20 300,200; eyes 40,50 60,51', 'eyes-hidden', 'Staff', '2025-04-02T03:04:05.678Z');
INSERT INTO pair VALUES (1, 1, 1, 2, 'crown', 'k7qx3mab', '2025-04-02T03:04:05.678Z');
INSERT INTO alignment VALUES
  (1, 1, '', '', 1, 0, 0, 0, 0, 'fit', NULL, 'free', NULL, 0, 0, 0, '2025-04-02T03:04:05.678Z'),
  (2, 1, '10.5,20 30,40 50,60', '11,21 31,41 51,61', 0.99, 0.01, -3, 4.5, 0.7, 'suggested', 0.9, 'square', '1,2 300,300', 0.1, -0.2, 0.3, '2025-04-03T03:04:05.678Z');
INSERT INTO approval VALUES (1, 1, 2, NULL, 1, 'face, tattoo', 'Staff', '2025-04-04T03:04:05.678Z');
INSERT INTO fair_check VALUES (1, 1, 2, '{"figures":[]}', '2025-04-04T03:04:05.678Z');
INSERT INTO style VALUES (1, 'gallery', '{}', NULL);
INSERT INTO consent_form VALUES
  (1, 'es', 'Consiento.', '6666666666666666666666666666666666666666666666666666666666666666', '2025-04-02T03:04:05.678Z');
INSERT INTO notice VALUES
  (1, 'Website', 1, 'es', 'eu', '# T', 'a', 'b', 'c', 'd', '2025-04-02T03:04:05.678Z',
   '6666666666666666666666666666666666666666666666666666666666666666');
INSERT INTO consent VALUES
  (1, 1, 1, 'scalp-only', 'photos', NULL, '2025-04-02', '2027-04-01', '2025-04-02', 'José Peña',
   '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed', 'screen', 'Staff', '2025-04-02T03:04:05.678Z', NULL, NULL, 'Witness', '2026-04-02'),
  (2, 1, 1, 'eyes-hidden', 'treatment', 1, '2025-05-02', '2027-04-01', '2025-05-02', 'José Peña',
   '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed', 'paper', 'Staff', '2025-05-02T03:04:05.678Z', 1, 'parent', NULL, NULL),
  (3, 2, 1, NULL, 'all', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Staff', '2025-05-02T03:04:05.678Z', NULL, NULL, NULL, NULL);
INSERT INTO consent_scope VALUES (1, 'website'), (1, 'print'), (2, 'website');
INSERT INTO consent_coverage VALUES (1, 1), (1, 2);
INSERT INTO consent_event VALUES
  (1, 1, 'signed', NULL, NULL, '2025-04-02', '2025-04-02T03:04:05.678Z', 'Staff', NULL),
  (2, 1, 'withdrawn', 'print', NULL, '2025-04-20', '2025-04-20T03:04:05.678Z', 'Staff', NULL),
  (3, 1, 'replaced', NULL, 2, '2025-05-02', '2025-05-02T03:04:05.678Z', 'Staff', NULL),
  (4, 3, 'declined', NULL, NULL, '2025-05-02', '2025-05-02T03:04:05.678Z', NULL, 2);
INSERT INTO export_run VALUES (1, 1, '/srv/website', 'Staff', '2025-05-03T03:04:05.678Z');
INSERT INTO export_item VALUES
  (1, 1, 1, 'k7qx3mab', 1, 2, 'smp-crown-k7qx3mab-800w-1a2b3c4d.avif',
   '7777777777777777777777777777777777777777777777777777777777777777', 12345, 800, 600, 'avif',
   '8888888888888888888888888888888888888888888888888888888888888888', 'live', '2025-05-03T03:04:05.678Z', NULL,
   'abababababababababababababababababababababababababababababababab'),
  (2, 1, 1, 'k7qx3mab', 1, 1, 'smp-crown-k7qx3mab-400w-1a2b3c4d.jpg',
   '9999999999999999999999999999999999999999999999999999999999999999', 1234, 400, 300, 'jpeg',
   '8888888888888888888888888888888888888888888888888888888888888888', 'blocked', '2025-05-03T03:04:05.678Z', NULL, NULL);
INSERT INTO takedown VALUES (1, 2, 'withdrawn', '2025-05-04T03:04:05.678Z', NULL, NULL);
