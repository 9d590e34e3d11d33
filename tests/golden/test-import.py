"""Bringing photos in: each comes in clean or not at all, one bad file never stops the rest, the source is only read."""
import json
import os
import signal
import stat
import time

import golden
from golden import bare, chunk, day, draw_photo, exif, files_in, png, read, same, state_of, with_segments, within, write

NAME = golden.NAME
SECRETS = (NAME, 'EX-0042-1337', 'Exampla', 'made-up camera', 'Nowhere', 'GPS', 'Exif', 'http://ns.adobe.com', 'Photoshop')


def ends(answer):
    """How each file ended, by its name."""
    return {os.path.basename(row['file']): row['state'] for row in answer['files']}


def blobs(clinic):
    return files_in(clinic.path('library', 'blobs'))


def folder(clinic, **files):
    """A folder of files; `a_jpg=bytes` becomes `a.jpg`."""
    where = clinic.path('in')
    os.makedirs(where, exist_ok=True)
    for name, data in files.items():
        write(os.path.join(where, name.replace('_', '.')), data)
    return where


def jpeg(seed=1, **options):
    """The bare pixels of a drawn photo."""
    path = f'/tmp/dip-golden-{os.getpid()}.jpg'
    draw_photo(path, '--seed', seed, *(word for key, value in options.items() for word in (f'--{key}', value)))
    try:
        return bare(read(path))
    finally:
        os.unlink(path)


def test_comes_in_clean(clinic):
    """A photo laden with metadata comes in as pixels; what was removed is said, the proof is kept."""
    code = clinic.client()
    source = clinic.path(f'{NAME} before.jpg')
    draw_photo(source, '--owner', NAME, '--taken', '2026:03:14 23:30:00')
    answer = clinic('import', code, source, '--view', 'crown')
    item = answer['files'][0]
    same((item['state'], answer['imported'], item['file']), ('imported', 1, source), 'state')
    kinds = {token.split(':')[0] for token in item['removed']}
    assert {'gps', 'serial-number', 'thumbnail'} <= kinds, item['removed']
    within('GPS', item['text'])
    photo = clinic('photo', 'show', item['photo'])
    same((photo['format'], photo['width'], photo['height'], photo['view'], photo['client']),
         ('jpeg', 320, 240, 'crown', code), 'facts')
    same((photo['taken'], photo['taken_source'], photo['taken_by'], photo['camera_time']),
         ('2026-03-14', 'camera', None, '2026-03-14T23:30:00.340+01:00'), 'capture time')
    same((photo['camera'], photo['iso'], photo['source_sha256']), ('Exampla Pocket 5', 100, golden.digest(source)), 'camera')
    stored = blobs(clinic)
    same(list(stored), [f'{photo["sha256"][:2]}/{photo["sha256"]}'], 'blobs')
    clean = next(iter(stored.values()))
    same((golden.digest(clean), os.path.getsize(clean)), (photo['sha256'], photo['bytes']), 'blob')
    certificate = photo['certificate']
    same((certificate['sha256'], certificate['format']), (photo['sha256'], 'jpeg'), 'certificate')
    same(sum(part['size'] for part in certificate['parts']), photo['bytes'], 'bytes the certificate accounts for')
    for secret in SECRETS:
        golden.assert_nowhere(secret, os.path.join(clinic.library, 'blobs'))
        golden.assert_nowhere(secret, os.path.join(clinic.library, 'derived'))
    assert NAME not in golden.read(clinic.path('library', 'catalogue.db')).decode('latin-1')
    same(bare(read(source))[-2000:], read(clean)[-2000:], 'picture data')


def test_source_is_only_read(clinic):
    """The source keeps its content, its time stamps and its mode; nothing appears beside it."""
    code = clinic.client()
    where = folder(clinic, a_png=png(1), b_html=b'<html>', c_png=png(2))
    for name in os.listdir(where):
        os.utime(os.path.join(where, name), (1_000_000_000, 1_000_000_000))
        os.chmod(os.path.join(where, name), 0o440)
    before = state_of(where)
    clinic('import', code, where, code=1)
    clinic('import', code, where, code=1)
    same(state_of(where), before, 'source folder')


def test_dates(clinic):
    """The camera's day counts on the camera's calendar; what staff state is marked so; a last change is no capture."""
    code = clinic.client()

    def dated(number, *segments, words=()):
        path = write(clinic.path(f'{number}.jpg'), with_segments(jpeg(seed=number), *segments))
        return clinic('photo', 'show', clinic('import', code, path, *words)['files'][0]['photo'])
    photo = dated(1, exif('2026:01:31 23:59:59'))
    same((photo['taken'], photo['taken_source'], photo['camera_time']), ('2026-01-31', 'camera', '2026-01-31T23:59:59'),
         'without an offset')
    for number, text in enumerate(('0000:00:00 00:00:00', '2026:02:30 10:00:00', '1980:01:01 00:00:00', 'yesterday'), 2):
        photo = dated(number, exif(text))
        same((photo['taken'], photo['taken_source']), (None, 'unknown'), text)
    photo = dated(6, exif('2026:01:31 10:00:00'), words=['--taken', '2026-02-01'])
    same((photo['taken'], photo['taken_source'], photo['camera_time']), ('2026-02-01', 'stated', '2026-01-31T10:00:00'),
         'what staff state counts, what the camera said is kept')
    assert photo['taken_by']
    same(dated(7)['taken'], None, 'bare')
    same(clinic('import', code, write(clinic.path('8.jpg'), jpeg(seed=8)), '--taken', day(1), code=2).error, 'invalid', 'tomorrow')


def test_same_picture_twice(clinic):
    """The same pixels are recognised whatever metadata they come with, also as another client's."""
    code, other = clinic.client(), clinic.client()
    pixels = jpeg()
    first = clinic('import', code, write(clinic.path('a.jpg'), pixels))['files'][0]
    for name, data in (('again.jpg', pixels), ('dressed.jpg', with_segments(pixels, exif('2026:01:01 10:00:00', NAME))),
                       ('trailing.jpg', pixels + b'trailing bytes')):
        answer = clinic('import', code, write(clinic.path(name), data))
        item = answer['files'][0]
        same((item['state'], item['photo'], answer['duplicates']), ('duplicate', first['photo'], 1), name)
        within(f'photo {first["photo"]}', item['text'])
    item = clinic('import', other, clinic.path('a.jpg'))['files'][0]
    same((item['state'], item['photo']), ('duplicate', first['photo']), "another client's")
    within(code, item['text'])
    same(len(clinic('photo', 'list', other)['photos']), 0, 'photos of the other')
    picture = png(5)
    where = folder(clinic, a_png=picture, b_png=png(5, extra=chunk(b'tEXt', b'Author\0' + b'Me')))
    same(sorted(ends(clinic('import', code, where)).values()), ['duplicate', 'imported'], 'a PNG with and without a text')
    same(len(blobs(clinic)), 2, 'blobs')


def test_one_bad_file(clinic):
    """Each file ends as imported, duplicate or failed with its reason, in order; the good ones are in."""
    code = clinic.client()
    good = png(1)
    where = folder(clinic, a_png=good, b_jpg=b'<!DOCTYPE html><html><body>404</body></html>', c_jpg=b'', d_png=png(2),
                   e_jpg=jpeg()[:3000], f_png=good, g_txt=b'Dear all', h_jpg=b'\xff\xd8\xff\xd9', i_png=png(3)[:-20])
    answer = clinic('import', code, where, clinic.path('none.jpg'), '--view', 'crown', code=1)
    same(list(ends(answer).values()), ['imported', 'failed', 'failed', 'imported', 'failed', 'duplicate', 'failed', 'failed',
                                       'failed', 'failed'], 'states')
    same((answer['imported'], answer['duplicates'], answer['failed'], answer['cancelled']), (2, 1, 7, 0), 'counts')
    for item in answer['files']:
        if item['state'] == 'failed':
            assert item['error'] in ('unsupported', 'damaged', 'not-found'), item
            within(os.path.basename(item['file']), item['text'], 'message')
            assert item['text'].endswith('.') and 'photo' not in item, item
    same(answer['files'][-1]['error'], 'not-found', 'a missing file')
    same(len(clinic('photo', 'list', code)['photos']), 2, 'photos')
    same(len(blobs(clinic)), 2, 'blobs')
    clinic.check()


def test_content_not_name(clinic):
    """What a file is, its content says, not its name."""
    code = clinic.client()
    where = folder(clinic, a_jpg=png(1), b_html=png(2), c_png=jpeg(2), d=jpeg(3))
    answer = clinic('import', code, where)
    same(set(ends(answer).values()), {'imported'}, 'states')
    same([clinic('photo', 'show', item['photo'])['format'] for item in answer['files']], ['png', 'png', 'jpeg', 'jpeg'],
         'formats')


def test_folders(clinic):
    """Folders are walked in name order; hidden files and links met on the way are left alone; a picked link is followed."""
    code = clinic.client()
    where = folder(clinic, b_png=png(1), a_png=png(2))
    for number, name in enumerate(('.hidden.png', '.trash/x.png', 'sub/deep/c.png', 'sub/b.png'), 3):
        os.makedirs(os.path.dirname(os.path.join(where, name)), exist_ok=True)
        write(os.path.join(where, name), png(number))
    outside = write(clinic.path('outside.png'), png(9))
    os.symlink(outside, os.path.join(where, 'link.png'))
    os.symlink(clinic.where, os.path.join(where, 'loop'))
    answer = clinic('import', code, where)
    same([os.path.relpath(item['file'], where) for item in answer['files']], ['a.png', 'b.png', 'sub/b.png', 'sub/deep/c.png'],
         'files')
    same(ends(clinic('import', code, os.path.join(where, 'link.png'))), {'link.png': 'imported'}, 'a picked link')
    os.mkdir(clinic.path('empty'))
    same(clinic('import', code, clinic.path('empty'))['files'], [], 'an empty folder')


def test_what_is_no_file(clinic):
    """A pipe, a device or a socket is refused at once, never waited for."""
    code = clinic.client()
    pipe = clinic.path('pipe.jpg')
    os.mkfifo(pipe)
    began = time.monotonic()
    for path in (pipe, '/dev/zero', '/dev/null'):
        item = clinic('import', code, path, code=1)['files'][0]
        same((item['state'], item['error']), ('failed', 'unsupported'), path)
    assert time.monotonic() - began < 30


def test_unreadable(clinic):
    """A file that may not be read is refused with the reason."""
    if os.getuid() == 0:
        raise golden.Skip('root may read everything')
    code = clinic.client()
    path = write(clinic.path('locked.png'), png(1))
    os.chmod(path, 0)
    item = clinic('import', code, path, code=1)['files'][0]
    same((item['state'], item['error']), ('failed', 'io'), 'item')


def test_whose(clinic):
    """Nobody's, an erased client's and another client's treatment's photos stay out, and leave nothing behind."""
    code, other = clinic.client(), clinic.client()
    path = write(clinic.path('a.png'), png(1))
    same(clinic('import', 'ZZZZZZ', path, code=1).error, 'not-found', 'no such client')
    theirs = clinic('treatment', 'list', other)['treatments'][0]['id']
    for treatment, error in ((theirs, 'invalid'), (99, 'not-found')):
        item = clinic('import', code, path, '--treatment', treatment, code=1)['files'][0]
        same((item['state'], item['error']), ('failed', error), 'treatment')
    clinic('client', 'erase', other)
    same(clinic('import', other, path, code=1).error, 'refused', 'erased')
    same(blobs(clinic), {}, 'blobs')
    same(clinic('library', 'check')['orphans_removed'], 0, 'left-overs')


def test_no_treatment_yet(clinic):
    """Photos may come before the treatment; they join it when it is added."""
    code = clinic.client(treatment=False)
    photo = clinic.photo(code, day(-100))
    same(clinic('photo', 'show', photo)['phase'], 'before', 'phase')
    clinic('treatment', 'add', code, '--area', 'crown')
    clinic('session', 'add', code, day(-90))
    after = clinic.photo(code, day(-10))
    clinic('pair', 'add', photo, after)


def test_turned(clinic):
    """A photo that its camera turned stands upright in the catalogue."""
    code = clinic.client()
    for orientation in range(1, 9):
        path = write(clinic.path(f'{orientation}.jpg'), with_segments(jpeg(seed=orientation), exif(orientation=orientation)))
        photo = clinic('photo', 'show', clinic('import', code, path)['files'][0]['photo'])
        same((photo['width'], photo['height']), (240, 320) if orientation > 4 else (320, 240), f'orientation {orientation}')


def test_interrupted(clinic):
    """Ctrl-C ends an import cleanly: what is in is in, the rest is said to be cancelled, a second run brings it in."""
    code = clinic.client()
    n = 60
    where = folder(clinic, **{f'{number:03}_png': png(number, 700, 500) for number in range(n)})
    process, words = clinic.start('import', code, where)
    while not blobs(clinic) and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    answer = golden.settle(process, words, 1, True)
    same((len(answer['files']), answer['imported'] + answer['cancelled'], answer['failed']), (n, n, 0), 'files')
    assert answer['imported'] > 0 and answer['cancelled'] > 0, (answer['imported'], answer['cancelled'])
    same(len(clinic('photo', 'list', code)['photos']), answer['imported'], 'photos')
    report = clinic.check()
    same((report['pictures'], report['temporaries_removed']), (answer['imported'], 0), 'check')
    again = clinic('import', code, where)
    same((again['imported'], again['duplicates']), (answer['cancelled'], answer['imported']), 'second run')


def test_killed(clinic):
    """A second Ctrl-C, or a pulled plug, stops at once and leaves a library that is whole."""
    code = clinic.client()
    n = 40
    where = folder(clinic, **{f'{number:03}_png': png(number, 700, 500) for number in range(n)})
    for ending in (signal.SIGINT, signal.SIGKILL):
        there = len(blobs(clinic))
        process, _ = clinic.start('import', code, where)
        while len(blobs(clinic)) <= there and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(ending)
        time.sleep(0.05)
        if process.poll() is None:
            process.send_signal(ending)
        process.communicate(timeout=60)
        assert process.returncode in (130, 1, -signal.SIGKILL), process.returncode
        clinic.check()
    same(clinic('import', code, where)['failed'], 0, 'the rest')
    same(len(clinic('photo', 'list', code)['photos']), n, 'photos')
    same(clinic.check()['orphans_removed'], 0, 'left-overs')


def test_same_picture_at_once(clinic):
    """The same picture many times in one import comes in once."""
    code = clinic.client()
    where = folder(clinic, **{f'{number:02}_png': png(1, 300, 200) for number in range(12)})
    answer = clinic('import', code, where)
    same((answer['imported'], answer['duplicates']), (1, 11), 'counts')
    same(len(blobs(clinic)), 1, 'blobs')
    clinic.check()


def test_modes(clinic):
    """Nobody else on the computer can read what is in the library."""
    clinic.photo(clinic.client())
    for root, folders, names in os.walk(clinic.library):
        for name in folders:
            same(stat.S_IMODE(os.stat(os.path.join(root, name)).st_mode), 0o700, name)
        for name in names:
            same(stat.S_IMODE(os.stat(os.path.join(root, name)).st_mode), 0o600, name)
    same(stat.S_IMODE(os.stat(clinic.library).st_mode), 0o700, 'library')


def test_inbox(clinic):
    """Photos may come in before anybody has said whose they are, be given to a client, and be taken out again."""
    code = clinic.client()
    answer = clinic('import', '--inbox', folder(clinic, a_png=png(1), b_png=png(2)))
    same(answer['imported'], 2, 'imported')
    ids = [row['photo'] for row in answer['files']]
    same([row['client'] for row in clinic('photo', 'inbox')['photos']], [None, None], 'owners')
    same(clinic('photo', 'show', ids[0])['client'], None, 'owner')
    clinic('photo', 'give', code, *ids)
    same([row['client'] for row in clinic('photo', 'inbox')['photos']], [code, code], 'owners')  # views are still missing
    clinic('photo', 'remove', ids[0])
    same([row['id'] for row in clinic('photo', 'list', code)['photos']], [ids[1]], 'left')
    same(len(blobs(clinic)), 1, 'blobs')
    same(clinic.check()['orphans_removed'], 0, 'left-overs')
    same(clinic('import', code, clinic.path('in'))['imported'], 1, 'again')


def test_text_form(clinic):
    """Without --json each file is a line, and a count ends it."""
    code = clinic.client()
    answer = clinic('import', code, folder(clinic, a_png=png(1), b_jpg=b'no picture'), as_json=False, code=1)
    lines = answer.out.splitlines()
    same((len(lines), lines[-1]), (3, '1 imported, 0 already there, 1 failed, 0 cancelled'), 'lines')
    same(json.dumps(answer.err), '""', 'standard error')


golden.main()
