"""The studio from the command line: lining up, framing, covering, checking, styles, series, slides, recipes and evidence."""
import json
import os
import struct
import zlib

import golden
from golden import EVERYTHING, day, digest, draw_photo, files_in, png, read, same, size_of, within, write


def heads(clinic, size=(240, 320), takes=(0, 1), view='top'):
    """A client with one drawn head photographed at each sitting, the first before all sessions: code, photos, marks."""
    code = clinic.client(sessions=[day(-200)])
    photos, marks = [], []
    for take in takes:
        path = clinic.path(f'head-{take}.jpg')
        marks.append(draw_photo(path, '--seed', 4, '--take', take, '--view', view, '--width', size[0], '--height', size[1]))
        photos.append(clinic.photo(code, day(-300) if take == 0 else day(-150 + 30 * take), view, path))
    return code, photos, marks


def head_pair(clinic, **options):
    code, photos, marks = heads(clinic, **options)
    pair = clinic('pair', 'add', photos[0], photos[1])['id']
    return code, pair, photos, marks


def pixels(path):
    """Rows of (r, g, b) of a PNG of 8 bits."""
    data, at, packed = read(path), 8, b''
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        if kind == b'IHDR':
            width, height = struct.unpack('>II', data[at + 8:at + 16])
        if kind == b'IDAT':
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    raw, stride, above, rows = zlib.decompress(packed), width * 3, bytearray(width * 3), []
    for y in range(height):
        kind, row = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for i in range(stride):
            left, up, corner = row[i - 3] if i > 2 else 0, above[i], above[i - 3] if i > 2 else 0
            guess = left + up - corner
            paeth = min((left, up, corner), key=lambda value: abs(guess - value))
            row[i] = row[i] + (0, left, up, (left + up) // 2, paeth)[kind] & 255
        rows.append([tuple(row[i:i + 3]) for i in range(0, stride, 3)])
        above = row
    return rows


def test_suggestion(clinic):
    """A suggestion is shown, saved only when accepted, and lies where the marks say."""
    _, pair, _, marks = head_pair(clinic)
    shown = clinic('pair', 'align', pair, '--suggest')
    assert shown['confident'] and 0.5 <= shown['confidence'] <= 1, shown
    same(clinic('pair', 'show', pair)['alignment'], 0, 'alignment after a look')
    saved = clinic('pair', 'align', pair, '--suggest', '--accept')
    assert clinic('pair', 'show', pair)['alignment'] == saved['alignment'] > 0, saved
    by_hand = clinic('pair', 'align', pair, '--before', *marks[0], '--after', *marks[1])
    assert abs(by_hand['scale'] / saved['scale'] - 1) < 0.02, (by_hand, saved)
    assert abs(by_hand['turn_degrees'] - saved['turn_degrees']) < 1.5, (by_hand, saved)


def test_no_suggestion(clinic):
    """Where nothing can be found, it says so and saves nothing, even when accepted."""
    code = clinic.client(sessions=[day(-90)])
    pair = clinic.pair(code)
    before = clinic('pair', 'show', pair)['alignment']
    answer = clinic('pair', 'align', pair, '--suggest', '--accept', code=1)
    assert not answer['confident'] and answer['confidence'] < 0.5, answer
    within('Set two or three points', answer['text'])
    same(clinic('pair', 'show', pair)['alignment'], before, 'alignment')


def test_bad_points(clinic):
    """Points in one place, on one line or outside are refused in words."""
    pair = clinic.pair(clinic.client(sessions=[day(-90)]))
    for before, word in ((['5,5', '5,5'], 'same place'), (['5,5', '10,10', '20,20'], 'one line'),
                         (['5,5', '900,5'], 'outside')):
        answer = clinic('pair', 'align', pair, '--before', *before, '--after', *['5,5', '20,5', '8,20'][:len(before)],
                        code=(1, 2))
        same(answer.error, 'invalid', before)
        within(word, answer.err, before)


def test_odd_pairs(clinic):
    """An upright and a lying photo, a tiny one and one photo twice come to a picture or to a sentence."""
    code = clinic.client(sessions=[day(-90)])
    shapes = {'lying': (300, 200), 'upright': (200, 300), 'tiny': (5, 4)}
    before, after = {}, {}
    for seed, (name, size) in enumerate(shapes.items()):
        for when, photos in ((-100, before), (-10, after)):
            path = clinic.path(f'{name}{when}.png')
            write(path, png(seed * 100 + when + 500, *size))
            photos[name] = clinic.photo(code, day(when), path=path)
    for first, second in (('lying', 'upright'), ('upright', 'tiny'), ('tiny', 'lying')):
        pair = clinic('pair', 'add', before[first], after[second])['id']
        clinic('compose', pair, '-o', clinic.path('x.png'), '--height', 100, '--no-labels')
        clinic('pair', 'check', pair)
        clinic('pair', 'align', pair, '--suggest', code=(0, 1, 2))
    same(clinic('pair', 'add', before['tiny'], before['tiny'], code=1).error, 'refused', 'one photo twice')


def test_crop(clinic):
    """The crop keeps its shape, both halves alike, and a change lapses the approval."""
    _, pair, _, _ = head_pair(clinic)
    clinic('pair', 'align', pair, '--suggest', '--accept')
    clinic('approve', pair, '--checked', EVERYTHING)
    assert 'changed-since-approval' not in clinic.reasons(pair), pair
    for shape, aspect in (('square', 1), ('4:5', 0.8), ('3:2', 1.5)):
        crop = clinic('pair', 'frame', pair, '--crop', shape)
        assert abs(crop['width'] / crop['height'] - aspect) < 0.001, crop
        assert 0 <= crop['x'] and crop['x'] + crop['width'] <= 240 and crop['y'] + crop['height'] <= 320, crop
        within('changed-since-approval', clinic.reasons(pair))
        clinic('compose', pair, '-o', clinic.path('x.png'), '--height', 120, '--no-labels')
        width, height = size_of(clinic.path('x.png'))
        assert abs((width - 2) / 2 / height - aspect) < 0.03, (shape, width, height)
    small = clinic('pair', 'frame', pair, '--at', '100,100,60,40')
    assert abs(small['width'] - 60) < 0.01, small


def test_versions(clinic):
    """Every version is listed with its person, can be looked at, and is taken again as a new one; the approval lapses."""
    _, pair, _, _ = head_pair(clinic)
    clinic('pair', 'align', pair, '--suggest', '--accept')
    clinic('pair', 'frame', pair, '--crop', 'square', '--tint', '0.2')
    clinic('pair', 'frame', pair, '--crop', '4:5', '--tint', '0')
    versions = clinic('pair', 'versions', pair)['versions']
    same([version['crop'] for version in versions[:2]], ['4:5', 'square'], 'newest first')
    same([version['current'] for version in versions[:2]], [True, False], 'current')
    assert all(version['by'] and version['at'].endswith('Z') for version in versions), versions
    square = versions[1]['version']
    clinic('compose', pair, '--version', square, '-o', clinic.path('once.png'), '--height', 120, '--no-labels')
    width, height = size_of(clinic.path('once.png'))
    assert abs((width - 2) / 2 / height - 1) < 0.03, (width, height)
    same(len(clinic('pair', 'versions', pair)['versions']), len(versions), 'looking changes nothing')
    clinic('approve', pair, '--checked', EVERYTHING)
    again = clinic('pair', 'restore', pair, square)['id']
    within('changed-since-approval', clinic.reasons(pair))
    newest = clinic('pair', 'versions', pair)['versions']
    same(len(newest), len(versions) + 1, 'a new one')
    same((newest[0]['version'], newest[0]['crop'], newest[0]['tint']), (again, 'square', 0.2), 'as it was')
    same(clinic('pair', 'restore', pair, square)['id'], again, 'no change, no version')
    same(clinic('pair', 'restore', pair, 9999, code=1).error, 'not-found', 'unknown version')


def test_taking_apart(clinic):
    """A pair that never went out goes, with all that was made of it; its photos stay and may be paired again. One that went out stays."""
    code, pair = clinic.ready()
    clinic('pair', 'frame', pair, '--crop', 'square')
    clinic('pair', 'check', pair)
    clinic('pair', 'text', pair, '--title', 'Crown')
    photos = [photo['id'] for photo in clinic('photo', 'list', code)['photos']]
    clinic('pair', 'remove', pair)
    clinic('pair', 'show', pair, code=1)
    same([photo['id'] for photo in clinic('photo', 'list', code)['photos']], photos, 'photos')
    again = clinic('pair', 'add', *photos)['id']
    assert again != pair, 'a number given twice'
    clinic('approve', again, '--checked', EVERYTHING)
    clinic.publish(clinic.path('site'))
    within('gone out', clinic('pair', 'remove', again, code=1).err)
    same(clinic('pair', 'show', again)['id'], again)
    within('pair-remove', clinic('audit', 'show', as_json=False).out)
    clinic.check()


def test_correction(clinic):
    """One correction, the same on both halves; more than a camera's worth is refused."""
    _, pair, _, _ = head_pair(clinic, size=(120, 160))
    clinic('pair', 'align', pair, '--suggest', '--accept', code=(0, 1))
    clinic('compose', pair, '-o', clinic.path('as-is.png'), '--height', 100, '--no-labels')
    clinic('pair', 'frame', pair, '--exposure', '0.5', '--warmth', '-0.4')
    clinic('compose', pair, '-o', clinic.path('done.png'), '--height', 100, '--no-labels')
    plain, done = pixels(clinic.path('as-is.png')), pixels(clinic.path('done.png'))
    half = len(plain[0]) // 2
    tables = [{}, {}]
    for row, new in zip(plain, done):
        for x, (was, is_now) in enumerate(zip(row, new)):
            for band in range(3):
                if abs(x - half) > 4:
                    same(tables[x > half].setdefault((band, was[band]), is_now[band]), is_now[band], 'one number')
    for key in tables[0].keys() & tables[1].keys():
        same(tables[0][key], tables[1][key], 'both halves')
    same(clinic('pair', 'frame', pair, '--exposure', '3', code=(1, 2)).error, 'invalid', 'exposure')


def test_covers(clinic):
    """A cover is black in every picture, lowers what is seen, and lapses the approval; a claim needs a cover."""
    code, pair, photos, marks = head_pair(clinic, view='front')
    clinic.consent(code, level='eyes-hidden')
    clinic('approve', pair, '--checked', EVERYTHING)
    same(clinic.reasons(pair), ['identifiability'], 'faces')
    same(clinic('photo', 'redact', photos[0], '--clear', '--shows', 'eyes-hidden', code=(1, 2)).error, 'invalid', 'claim')
    for photo in photos:
        answer = clinic('photo', 'redact', photo, '--eyes', '90,150', '150,150', '--box', '0,0,40,30')
        same(answer['shows'], 'eyes-hidden', 'seen')
    same(clinic.reasons(pair), ['changed-since-approval'], 'covered')
    clinic('approve', pair, '--checked', EVERYTHING)
    same(clinic.reasons(pair), [], 'approved again')
    clinic('compose', pair, '-o', clinic.path('covered.png'), '--height', 320, '--no-labels')
    rows = pixels(clinic.path('covered.png'))
    for row in rows[135:165]:
        same(set(row[70:170]), {(0, 0, 0)}, 'the bar')
    clinic('photo', 'redact', photos[0], '--clear')
    same(clinic.reasons(pair), ['changed-since-approval', 'identifiability'], 'cleared')


def test_checklist(clinic):
    """Without everything looked for there is no approval."""
    pair = clinic.pair(clinic.client(sessions=[day(-90)]))
    for checked in ([], ['--checked', 'face,tattoo']):
        answer = clinic('approve', pair, *checked, code=1)
        same(answer.error, 'refused', checked)
        within('Reflection', answer.err)
    same(clinic('approve', pair, '--checked', 'everything', code=(1, 2)).error, 'invalid', 'unknown word')


def test_check(clinic):
    """The fair-pair check gives every aspect a number or says that nobody knows, and is kept."""
    _, pair, photos, _ = head_pair(clinic)
    clinic('pair', 'align', pair, '--suggest', '--accept')
    findings = {row['aspect']: row for row in clinic('pair', 'check', pair)['findings']}
    same(sorted(findings), sorted(['brightness', 'contrast', 'white-balance', 'sharpness', 'scale', 'tilt', 'angle',
                                   'background', 'camera', 'focal-length', 'hair']), 'aspects')
    for row in findings.values():
        assert row['text'] and row['source'] and row['verdict'] in ('fair', 'unfair', 'unknown'), row
    same(findings['hair']['verdict'], 'unknown', 'hair')
    clinic('photo', 'set', photos[0], '--hair', 'dry')
    clinic('photo', 'set', photos[1], '--hair', 'wet')
    findings = {row['aspect']: row for row in clinic('pair', 'check', pair)['findings']}
    same(findings['hair']['verdict'], 'unfair', 'hair')


def test_styles(clinic):
    """A style is saved by name, shows in the picture, is refused when it can't be read, and goes with its destination."""
    code, pair = clinic.ready()
    clinic('style', 'set', 'house', '--gutter', '0.1', '--background', '#ff0000', '--mark', 'Test Clinic', '--destination',
           'website')
    same([row['name'] for row in clinic('style', 'list')['styles']], ['house'], 'styles')
    assert clinic('style', 'show', 'house')['contrast'] >= 4.5
    for words, word in ((['--label-colour', '#777777'], 'contrast'), (['--after', '{name}'], 'field'),
                        (['--mark-size', '0.9'], 'mark'), (['--label-colour', 'red'], 'colour')):
        within(word, clinic('style', 'set', 'house', *words, code=(1, 2)).err)
    clinic('compose', pair, '-o', clinic.path('plain.png'), '--height', 64)
    clinic('compose', pair, '-o', clinic.path('house.png'), '--style', 'house', '--height', 64)
    assert size_of(clinic.path('house.png'))[0] > size_of(clinic.path('plain.png'))[0]
    rows = pixels(clinic.path('house.png'))
    assert any((255, 0, 0) in row for row in rows), 'the gutter is red'
    report = clinic.publish(clinic.path('web'))
    same(report['failed'], [], 'failed')
    clinic('style', 'set', 'house', '--background', '#00ff00')
    assert clinic.publish(clinic.path('web'))['written'] > 0, 'a changed style makes the pictures anew'
    clinic('style', 'remove', 'house')
    same(clinic('style', 'show', 'house', code=1).error, 'not-found', 'removed')
    assert clinic.publish(clinic.path('web'))['written'] > 0, 'and so does its end'


def test_logo(clinic):
    """A logo comes in clean, is kept while a style has it, and goes with it."""
    pair = clinic.pair(clinic.client(sessions=[day(-90)]))
    write(clinic.path('logo.png'), png(77, 60, 20))
    before = len(files_in(clinic.path('library', 'blobs')))
    clinic('style', 'set', 'house', '--logo', clinic.path('logo.png'), '--mark-place', 'centre', '--mark-size', '0.3')
    clinic('compose', pair, '-o', clinic.path('x.png'), '--style', 'house', '--height', 64, '--no-labels')
    same(clinic('library', 'check')['problems'], [], 'problems')
    same(len(files_in(clinic.path('library', 'blobs'))), before + 1, 'blobs')
    clinic('style', 'remove', 'house')
    same(len(files_in(clinic.path('library', 'blobs'))), before, 'blobs afterwards')


def test_series(clinic):
    """One before and several healed photos make one picture; pairs of other befores don't."""
    code, photos, _ = heads(clinic, size=(120, 160), takes=(0, 1, 2))
    pairs = [clinic('pair', 'add', photos[0], photo)['id'] for photo in photos[1:]]
    clinic('compose', *pairs, '-o', clinic.path('series.png'), '--height', 80, '--no-labels')
    clinic('compose', pairs[0], '-o', clinic.path('two.png'), '--height', 80, '--no-labels')
    three, two = size_of(clinic.path('series.png'))[0], size_of(clinic.path('two.png'))[0]
    assert 1.3 < three / two < 1.7, (three, two)
    other = clinic.pair(code, before=-290, view='top')
    same(clinic('compose', pairs[0], other, '-o', clinic.path('x.png'), code=1).error, 'refused', 'another before')


def test_slide(clinic):
    """The animated slide is a WebP or a GIF with many frames and nothing else; a still can't hold it."""
    _, pair, _, _ = head_pair(clinic, size=(120, 160))
    for name, magic in (('x.webp', b'RIFF'), ('x.gif', b'GIF89a')):
        clinic('compose', pair, '-o', clinic.path(name), '--layout', 'slide', '--height', 80, '--no-labels')
        data = read(clinic.path(name))
        assert data.startswith(magic), data[:12]
        assert data.count(b'ANMF' if magic == b'RIFF' else b'\x21\xf9\x04') > 10, 'frames'
        assert b'EXIF' not in data and b'XMP' not in data, name
    same(clinic('compose', pair, '-o', clinic.path('x.jpg'), '--layout', 'slide', code=(1, 2)).error, 'invalid', 'a still')
    same(clinic('compose', pair, '-o', clinic.path('y.gif'), code=(1, 2)).error, 'invalid', 'a still GIF')


def test_recipe(clinic):
    """A picture is made again from its recipe, bit for bit, after the pair was changed; nonsense is refused."""
    _, pair, photos, _ = head_pair(clinic)
    clinic('pair', 'align', pair, '--suggest', '--accept')
    clinic('pair', 'frame', pair, '--crop', 'square', '--exposure', '0.2')
    clinic('photo', 'redact', photos[0], '--box', '10,10,30,30')
    clinic('style', 'set', 'house', '--mark', 'Clinic', '--gutter', '0.05')
    looks = ['--style', 'house', '--height', 150]
    clinic('compose', pair, '-o', clinic.path('first.jpg'), *looks)
    clinic('pair', 'recipe', pair, '-o', clinic.path('recipe.json'), *looks)
    clinic('pair', 'frame', pair, '--crop', 'free', '--exposure', '0')
    clinic('photo', 'redact', photos[0], '--clear')
    clinic('style', 'remove', 'house')
    clinic('compose', '--recipe', clinic.path('recipe.json'), '-o', clinic.path('again.jpg'))
    same(digest(clinic.path('again.jpg')), digest(clinic.path('first.jpg')), 'bit for bit')
    recipe = json.loads(read(clinic.path('recipe.json')))
    for change in ({'diptych-recipe': 99}, {'panels': []}, {'crop': [1, 2]}, {'style': 4}, {'panel-height': -1}):
        write(clinic.path('bad.json'), json.dumps({**recipe, **change}).encode())
        clinic('compose', '--recipe', clinic.path('bad.json'), '-o', clinic.path('x.jpg'), code=(1, 2))
    recipe['panels'][0]['photo'] = '0' * 64
    write(clinic.path('bad.json'), json.dumps(recipe).encode())
    same(clinic('compose', '--recipe', clinic.path('bad.json'), '-o', clinic.path('x.jpg'), code=1).error, 'not-found', 'blob')
    assert not os.path.exists(clinic.path('x.jpg'))


def test_evidence(clinic):
    """The evidence pack is whole, private, holds the very photos, and is noted; not for who has withdrawn."""
    code, pair, photos, _ = head_pair(clinic, size=(120, 160))
    clinic('pair', 'evidence', pair, '-o', clinic.path('pack'))
    names = sorted(files_in(clinic.path('pack')))
    same(names, ['after.jpg', 'before.jpg', 'composite.png', 'evidence.pdf', 'recipe.json'], 'files')
    clinic('pair', 'evidence', pair, '-o', clinic.path('alone.pdf'))
    same(read(clinic.path('alone.pdf')).count(b'/Figure'), 3, 'pictures in the one file')
    assert read(clinic.path('pack', 'evidence.pdf')).startswith(b'%PDF-')
    for name in names:
        same(os.stat(clinic.path('pack', name)).st_mode & 0o777, 0o600, name)
    recipe = json.loads(read(clinic.path('pack', 'recipe.json')))
    same([digest(clinic.path('pack', 'before.jpg')), digest(clinic.path('pack', 'after.jpg'))],
         [panel['photo'] for panel in recipe['panels']], 'photos')
    clinic('compose', '--recipe', clinic.path('pack', 'recipe.json'), '-o', clinic.path('again.png'))
    same(digest(clinic.path('again.png')), digest(clinic.path('pack', 'composite.png')), 'composite')
    within('evidence', clinic('audit', 'show', as_json=False).out)
    clinic.consent(code)
    clinic('consent', 'withdraw', code)
    same(clinic('pair', 'evidence', pair, '-o', clinic.path('other'), code=1).error, 'refused', 'withdrawn')


golden.main()
