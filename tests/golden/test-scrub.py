"""Clean copies outside any library, and looking into files. With the shared corpus beside the source, also of real photos
from many cameras and of hostile files."""
import glob
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time

import golden
from golden import bare, chunk, draw_photo, exif, files_in, png, read, run, same, size_of, state_of, with_segments, within, write

NAME = golden.NAME
LONGEST = 10        # seconds for one hostile file
LARGEST = 512       # MiB
# libvips reports what it merely wonders about as warnings, which the program passes over; here they must not end it.
CALM = {'G_DEBUG': ''}
# An address sanitizer keeps freed memory for a while; that is not the program's.
LEAN = {**CALM, 'ASAN_OPTIONS': golden.environment('/')['ASAN_OPTIONS'] + ':quarantine_size_mb=8'}


def corpus(where):
    found = sorted(path for path in glob.glob(os.path.join(golden.SHARED, 'corpus', where, '*'))
                   if os.path.isfile(path) and not path.endswith('.tsv'))
    if not found:
        raise golden.Skip('no shared corpus beside the source')
    return found


def leaks(folder, *options):
    """What the independent checker finds, by file name."""
    tool = os.path.join(golden.SHARED, 'tools', 'leakcheck')
    if not os.path.exists(tool) or not shutil.which('exiftool'):
        raise golden.Skip('no leakcheck or exiftool')
    done = subprocess.run([sys.executable, tool, *options, folder], capture_output=True, text=True, check=False)
    within(' files, ', done.stdout)
    found = dict(line.split(': ', 1) for line in done.stdout.splitlines()[:-1])
    return {os.path.basename(path): what for path, what in found.items()}


def dirty(where, name='photo.jpg', **options):
    path = os.path.join(where, name)
    draw_photo(path, '--owner', NAME, *(word for key, value in options.items() for word in (f'--{key}', value)))
    return path


def scrub(where, *words, **options):
    return run('scrub', *words, '-o', os.path.join(where, 'clean'), home=where, **options)


def test_clean_copies(where):
    """Each copy is clean, numbered since names tell, and says what was removed; the sources stay."""
    os.mkdir(os.path.join(where, 'in'))
    paths = [dirty(where, f'in/{NAME} {number}.jpg', seed=number) for number in (1, 2)]
    paths.append(write(os.path.join(where, 'in', 'c.png'), png(3, extra=chunk(b'tEXt', b'Author\0' + NAME.encode()))))
    before = state_of(os.path.join(where, 'in'))
    answer = scrub(where, os.path.join(where, 'in'))
    same((answer['clean'], answer['failed']), (3, 0), 'counts')
    same(sorted(files_in(os.path.join(where, 'clean'))), ['photo-001.jpg', 'photo-002.jpg', 'photo-003.png'], 'names')
    same(sorted(row['file'] for row in answer['files']), sorted(paths), 'sources')
    for row in answer['files']:
        assert os.path.dirname(row['output']) == os.path.join(where, 'clean') and row['method'] and row['removed'], row
    for secret in (NAME, 'EX-0042-1337', 'Exampla', 'Exif', 'Author'):
        golden.assert_nowhere(secret, os.path.join(where, 'clean'))
    same(state_of(os.path.join(where, 'in')), before, 'sources')
    first = answer['files'][0]
    same(read(first['output'])[-1500:], bare(read(first['file']))[-1500:], 'picture data')


def test_nothing_is_replaced(where):
    """A copy never takes the place of another file; the same copy is not made twice."""
    path = dirty(where)
    os.mkdir(os.path.join(where, 'clean'))
    write(os.path.join(where, 'clean', 'photo-001.jpg'), b'theirs')
    same(scrub(where, path)['files'][0]['output'], os.path.join(where, 'clean', 'photo-001-2.jpg'), 'beside another file')
    same(scrub(where, path)['files'][0]['output'], os.path.join(where, 'clean', 'photo-001-2.jpg'), 'again')
    same(read(os.path.join(where, 'clean', 'photo-001.jpg')), b'theirs', "the stranger's file")
    answer = run('scrub', path, '-o', where, '--keep-names', home=where)
    same(answer['files'][0]['output'], os.path.join(where, 'photo-2.jpg'), 'in the folder of its source')
    within(NAME.encode(), read(path))


def test_upright(where):
    """Copies stand upright, whatever way the camera was held; pixels that can't be turned without loss come as PNG."""
    for orientation in range(1, 9):
        path = dirty(where, f'{orientation}.jpg', orientation=orientation, width=320, height=240)
        output = scrub(where, path)['files'][0]['output']
        same(size_of(output), (320, 240), f'orientation {orientation}')
        path = dirty(where, f'odd-{orientation}.jpg', orientation=orientation, width=203, height=151)
        output = scrub(where, path)['files'][0]['output']
        same(size_of(output), (203, 151), f'orientation {orientation}, odd sides')


def test_inspect(where):
    """Every byte of a file is accounted for, and what may not stay is told from what may."""
    path = dirty(where)
    parts = run('inspect', path, home=where)['files'][0]
    same(parts['format'], 'jpeg', 'format')
    foreign = {part['name'] for part in parts['parts'] if not part['may_stay']}
    assert foreign and all(part['text'] for part in parts['parts']), parts
    clean = scrub(where, path)['files'][0]['output']
    for file in (path, clean):
        at = 0
        for part in run('inspect', file, home=where)['files'][0]['parts']:
            same(part['offset'], at, f'{file}: where {part["name"]} begins')
            at += part['size']
        same(at, os.path.getsize(file), f'{file}: bytes accounted for')
    assert all(part['may_stay'] for part in run('inspect', clean, home=where)['files'][0]['parts'])
    trailing = write(os.path.join(where, 't.jpg'), read(clean) + b'PK\x03\x04')
    last = run('inspect', trailing, home=where)['files'][0]['parts'][-1]
    same((last['may_stay'], last['size']), (False, 4), 'trailing bytes')
    text = run('inspect', path, home=where, as_json=False).out
    within('GPS', text)
    answer = run('inspect', path, write(os.path.join(where, 'x.jpg'), b'<html>'), os.path.join(where, 'none'), home=where, code=1)
    same([row.get('error') for row in answer['files']], [None, 'unsupported', 'not-found'], 'errors')


def test_refused(where):
    """What is no picture is refused with a reason that helps, beside those that are clean."""
    good = dirty(where)
    for name, data in (('page.jpg', b'<!DOCTYPE html><html></html>'), ('empty.jpg', b''), ('letter.jpg', b'Dear all, ' * 9),
                       ('half.jpg', read(good)[:-4000]), ('movie.jpg', b'\0\0\0\x18ftypmp42' + bytes(400)),
                       ('drawing.jpg', b'<svg xmlns="http://www.w3.org/2000/svg"/>'), ('doc.jpg', b'%PDF-1.7\n' + bytes(99))):
        path = write(os.path.join(where, name), data)
        answer = scrub(where, good, path, code=1)
        same((answer['clean'], answer['failed']), (1, 1), name)
        row = next(row for row in answer['files'] if row['output'] is None)
        assert row['error'] in ('unsupported', 'damaged'), row
        within(name, row['text'])
        assert re.search(r'[a-z]\. [A-Z]', row['text']) and row['text'].endswith('.'), f'says no way out: {row["text"]}'
    same(sorted(files_in(os.path.join(where, 'clean'))), ['photo-001.jpg'], 'files')


def test_orientation_is_no_loophole(where):
    """An orientation out of range counts as upright, and any number of EXIF blocks goes."""
    path = dirty(where)
    for number, value in enumerate((0, 9, 65535)):
        data = with_segments(bare(read(path)), exif(orientation=value), exif(artist=NAME))
        copy = write(os.path.join(where, f'{number}.jpg'), data)
        output = scrub(where, copy)['files'][0]['output']
        same(size_of(output), (320, 240), f'orientation {value}')
    golden.assert_nowhere(NAME, os.path.join(where, 'clean'))


def test_hostile_files(where):
    """No hostile file crashes, takes over 10 seconds or 512 MiB; each ends clean or with a reason in plain words."""
    slow = (0, '')
    for path in corpus('bad'):
        began = time.monotonic()
        process, words = golden.start('--json', 'scrub', path, '-o', os.path.join(where, 'clean'), home=where, env=LEAN)
        answer = golden.settle(process, words, (0, 1), True)
        slow = max(slow, (time.monotonic() - began, path))
        row = answer['files'][0]
        if row['output'] is None:
            assert row['error'] in ('unsupported', 'damaged', 'too-large'), row
            assert re.search(r'[a-z]\. [A-Z]', row['text']) and row['text'].endswith('.'), row['text']
            words = row['text'].replace(os.path.basename(path), '')
            assert not re.search(r'vips|libjpeg|errno|0x|null|assert', words, re.I), words
    # The greatest of all programs that this script has run so far, which is stricter still; so this comes before the corpus.
    large = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    assert slow[0] < LONGEST, slow
    assert large < LARGEST, f'{large} MiB'
    same(leaks(os.path.join(where, 'clean'), '--allow-icc'), {}, 'leaks')


def test_corpus_leaks_nothing(where):
    """Of the corpus all but a few rare kinds come out clean, and leakcheck finds nothing in any of it."""
    photos = corpus('')
    answer = scrub(where, *photos, code=1, env=CALM, timeout=600)
    failed = [os.path.basename(row['file']) for row in answer['files'] if row['output'] is None]
    assert len(failed) <= len(photos) * 0.03, failed
    same(leaks(os.path.join(where, 'clean'), '--allow-icc'), {}, 'leaks')


def test_hostile_files_are_taken_apart(where):
    """Looking into hostile files ends soon and never badly."""
    for path in corpus('bad'):
        began = time.monotonic()
        answer = run('inspect', path, home=where, env=LEAN, code=(0, 1))
        assert time.monotonic() - began < LONGEST, path
        assert json.dumps(answer.doc)


def test_hostile_files_in_a_library(clinic):
    """A folder of hostile files imported at once leaves a library that is whole."""
    code = clinic.client()
    n = len(corpus('bad'))
    answer = clinic('import', code, os.path.join(golden.SHARED, 'corpus', 'bad'), code=1, env=LEAN, timeout=300)
    same(answer['imported'] + answer['duplicates'] + answer['failed'], len(answer['files']), 'each ends one way')
    assert len(answer['files']) >= n and answer['imported'] > 20, answer['imported']
    same(leaks(clinic.path('library', 'blobs'), '--allow-icc'), {}, 'leaks')
    # One file may serve two photos: the same pixels, turned another way.
    assert clinic.check()['pictures'] <= answer['imported']


golden.main()
