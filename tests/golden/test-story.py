"""One client's story, from the camera's files to the website's folder and back out of it."""
import json
import os
import re
import stat

import golden
from golden import EVERYTHING, day, digest, draw_photo, files_in, same, size_of, state_of, within

NAME = golden.NAME
WIDTHS = [400, 800, 1200, 1600]


def tell(clinic, size=(320, 240), scope='website'):
    """The story up to the approval, with photos as a phone writes them; client and pair."""
    marks = [draw_photo(clinic.path(f'{NAME} {take}.jpg'), '--take', take, '--width', size[0], '--height', size[1],
                        '--taken', f'{day(-100 + 95 * take).replace("-", ":")} 10:11:12', '--owner', NAME)
             for take in (0, 1)]
    code = clinic.client()
    before, after = [clinic.photo(code, view='crown', path=clinic.path(f'{NAME} {take}.jpg')) for take in (0, 1)]
    clinic('session', 'add', code, day(-90))
    clinic('session', 'add', code, day(-60), '--kind', 'follow-up')
    same([(row['before'], row['after'], row['view']) for row in clinic('pair', 'suggest', code)['suggestions']],
         [(before, after, 'crown')], 'suggestion')
    pair = clinic('pair', 'add', before, after)['id']
    answer = clinic('pair', 'align', pair, '--before', *marks[0], '--after', *marks[1])
    assert 0.8 < answer['scale'] < 1.25 and abs(answer['turn_degrees']) < 15, answer
    clinic.consent(code, scope)
    clinic('approve', pair, '--checked', EVERYTHING, '--by', 'Head Curator')
    same(clinic.reasons(pair), [], 'reasons against')
    return code, pair


def ledger(clinic):
    return clinic('publish', 'ledger')['items']


def test_before_it_is_told(clinic):
    """Nothing goes out of a library in which nobody has agreed to anything."""
    code = clinic.client(sessions=[day(-90)])
    pair = clinic.pair(code)
    same(clinic.reasons(pair), ['not-approved', 'no-consent'], 'reasons')
    report = clinic.publish(clinic.path('web'), code=1)
    same((report['pairs'], report['written'], len(report['refused'])), (0, 0, 1), 'report')
    same([name for name in files_in(clinic.path('web')) if name != 'manifest.json'], [], 'files')
    same(ledger(clinic), [], 'ledger')


def test_out(clinic):
    """A run writes the ladder, describes it truly, enters it in the ledger, and leaves nothing else."""
    code, pair = tell(clinic, size=(1200, 900))
    web = clinic.path('web')
    report = clinic.publish(web)
    manifest = json.load(open(os.path.join(web, 'manifest.json'), encoding='utf-8'))
    described = {row['name']: row for row in manifest['pairs'][0]['files']}
    names = set(files_in(web))
    same(names, set(described) | {'manifest.json'}, 'files in the folder')
    same((report['pairs'], report['written'], report['removed'], report['refused'], report['failed']),
         (1, len(described), 0, [], []), 'report')
    rows = ledger(clinic)
    same({row['file'] for row in rows}, set(described), 'files in the ledger')
    for row in rows:
        path = os.path.join(web, row['file'])
        told = described[row['file']]
        same((row['sha256'], row['bytes'], row['state'], row['pair']), (digest(path), os.path.getsize(path), 'live', pair),
             row['file'])
        same((told['sha256'], told['bytes']), (row['sha256'], row['bytes']), 'manifest and ledger')
        same(size_of(path), (told['width'], told['height']), 'pixels of ' + row['file'])
        assert told['width'] in WIDTHS and told['sha256'][:8] in row['file'], told
        same(stat.S_IMODE(os.stat(path).st_mode), 0o644, 'mode')
    for kind in ('avif', 'webp', 'jpeg'):
        same(sorted(row['width'] for row in described.values() if row['format'] == kind), WIDTHS, kind)
    same(manifest['pairs'][0]['id'], clinic('pair', 'show', pair)['public_id'], 'public name')
    within('weeks', manifest['pairs'][0]['after'])
    golden.assert_nowhere(code, web)


def test_never_enlarged(clinic):
    """A picture narrower than a rung is not enlarged to it."""
    tell(clinic)
    clinic.publish(clinic.path('web'))
    widths = {row['width'] for row in ledger(clinic)}
    assert widths and max(widths) <= 2 * 320 + 64, widths
    assert 400 in widths, widths


def test_second_run(clinic):
    """A second run changes nothing: not a byte, not a time stamp, not a ledger row, not a log entry."""
    tell(clinic)
    web = clinic.path('web')
    clinic.publish(web)
    before, rows, log = state_of(web), ledger(clinic), clinic('audit', 'verify').doc
    report = clinic.publish(web)
    same((report['written'], report['unchanged'], report['removed'], report['pairs']), (0, len(rows), 0, 1), 'report')
    assert 'run' not in report.doc, report
    same(state_of(web), before, 'folder')
    same(ledger(clinic), rows, 'ledger')
    same(clinic('audit', 'verify').doc, log, 'log')
    relative = clinic('publish', 'run', '--destination', 'website', '-o', 'web', cwd=clinic.where)
    same((relative['written'], relative['unchanged']), (0, len(rows)), 'the same folder named otherwise')


def test_missing_and_altered_files(clinic):
    """A file that was deleted or altered in the folder is made again; a stranger's file is left alone."""
    tell(clinic)
    web = clinic.path('web')
    clinic.publish(web)
    names = sorted(row['file'] for row in ledger(clinic))
    want = {name: digest(os.path.join(web, name)) for name in names}
    os.unlink(os.path.join(web, names[0]))
    golden.write(os.path.join(web, names[1]), b'something else')
    golden.write(os.path.join(web, 'robots.txt'), b'theirs')
    clinic.publish(web)
    same({name: digest(os.path.join(web, name)) for name in names}, want, 'files')
    same(golden.read(os.path.join(web, 'robots.txt')), b'theirs', "a stranger's file")
    same(sorted(row['file'] for row in ledger(clinic) if row['state'] == 'live'), names, 'ledger')


def test_all_or_nothing(clinic):
    """A pair whose last file can't be written leaves none in the folder; the next run brings it whole."""
    code, _ = tell(clinic)
    clinic.publish(clinic.path('first'))
    names = [row['file'] for row in ledger(clinic)]
    web = clinic.path('web')
    os.makedirs(os.path.join(web, names[-1]))
    report = clinic.publish(web, code=1)
    same((report['pairs'], report['written'], len(report['failed'])), (0, 0, 1), 'report')
    same(list(files_in(web)), ['manifest.json'], 'folder')
    assert not [row for row in ledger(clinic) if row['folder'] == web and row['state'] == 'live']
    os.rmdir(os.path.join(web, names[-1]))
    same(clinic.publish(web)['written'], len(names), 'second run')
    same(set(files_in(web)), {*names, 'manifest.json'}, 'folder')
    open_now = clinic('consent', 'withdraw', code)['open']
    files = [row['file'] for row in open_now if row['folder'] == web]
    assert set(files) == set(names) and files.count(names[-1]) == 1, 'what never lay in the folder is not recalled'


def test_another_folder(clinic):
    """A second folder gets its own files and its own rows; a withdrawal lists both."""
    code, _ = tell(clinic)
    for name in ('one', 'two'):
        clinic.publish(clinic.path(name))
    rows = ledger(clinic)
    same(len(rows), 2 * len(files_in(clinic.path('one'))) - 2, 'rows')
    answer = clinic('consent', 'withdraw', code)
    same(answer['takedowns'], len(rows), 'take-downs')
    same({row['folder'] for row in answer['open']}, {clinic.path('one'), clinic.path('two')}, 'folders')


def test_withdrawn(clinic):
    """A withdrawal blocks at once and lists every file; the next run removes them; ticking off is dated and signed."""
    code, pair = tell(clinic)
    web = clinic.path('web')
    clinic.publish(web)
    items = {row['item'] for row in ledger(clinic)}
    answer = clinic('consent', 'withdraw', code)
    same((answer['consents'], answer['takedowns'], {row['item'] for row in answer['open']}), (1, len(items), items),
         'withdrawal')
    same(clinic.reasons(pair), ['consent-withdrawn'], 'reasons')
    same({row['state'] for row in ledger(clinic)}, {'blocked'}, 'ledger')
    same({(row['reason'], row['done_at']) for row in clinic('publish', 'takedowns')['takedowns']}, {('withdrawn', None)},
         'take-downs')
    report = clinic.publish(web, code=1)
    same((report['removed'], report['pairs'], len(report['refused'])), (len(items), 0, 1), 'report')
    same(list(files_in(web)), ['manifest.json'], 'folder')
    same(json.load(open(os.path.join(web, 'manifest.json'), encoding='utf-8'))['pairs'], [], 'manifest')
    assert all(row['removed_at'] for row in ledger(clinic))
    same(len(clinic('publish', 'takedowns')['takedowns']), len(items), 'open after the folder was cleared')
    some, rest = sorted(items)[0], sorted(items)[1:]
    same(clinic('publish', 'taken-down', some)['done'], 1, 'ticked off')
    same({row['item'] for row in clinic('publish', 'takedowns')['takedowns']}, set(rest), 'still open')
    clinic('publish', 'taken-down', *rest)
    same(clinic('publish', 'takedowns')['takedowns'], [], 'open')
    done = clinic('publish', 'takedowns', '--all')['takedowns']
    same(len(done), len(items), 'done')
    assert all(row['done_by'] and re.match(r'20\d\d-', row['done_at']) for row in done), done
    same(clinic('client', 'show', code)['takedowns'], 0, 'open for the client')
    again = clinic('consent', 'withdraw', code, code=1)
    same(again.error, 'not-found', 'withdrawing twice')


def test_one_that_stays(clinic):
    """A file that can't be removed is named, keeps none of the others there, and goes with the next run."""
    code, _ = tell(clinic)
    web = clinic.path('web')
    clinic.publish(web)
    names = [row['file'] for row in ledger(clinic)]
    clinic('consent', 'withdraw', code)
    os.unlink(os.path.join(web, names[0]))
    os.mkdir(os.path.join(web, names[0]))
    report = clinic.publish(web, code=1)
    same((report['removed'], len(report['failed'])), (len(names) - 1, 1), 'report')
    within(names[0], report['failed'][0])
    same([row['file'] for row in ledger(clinic) if not row['removed_at']], [names[0]], 'still there')
    os.rmdir(os.path.join(web, names[0]))
    same(clinic.publish(web, code=1)['failed'], [], 'next run')
    assert all(row['removed_at'] for row in ledger(clinic))


def test_agreed_anew(clinic):
    """A client who agrees again is published again, as new ledger rows; the old ones stay as they were."""
    code, pair = tell(clinic)
    web = clinic.path('web')
    clinic.publish(web)
    clinic('consent', 'withdraw', code)
    clinic.publish(web, code=1)
    old = ledger(clinic)
    clinic.consent(code, since=0)
    same(clinic.reasons(pair), ['changed-since-approval'], 'reasons')
    clinic('approve', pair, '--checked', EVERYTHING)
    same(clinic.reasons(pair), [], 'reasons')
    clinic.publish(web)
    rows = ledger(clinic)
    same(rows[:len(old)], old, 'old rows')
    same([(row['file'], row['state']) for row in rows[len(old):]], [(row['file'], 'live') for row in old], 'new rows')
    same(len(files_in(web)), len(old) + 1, 'files')
    clinic.check()


def test_old_form_after_withdrawal(clinic):
    """An old form that turns up after the withdrawal is not taken for a new signature."""
    code, pair = tell(clinic)
    clinic('consent', 'withdraw', code)
    answer = clinic.consent(code, since=-30, code=2)
    within('withdrew', answer['error']['message'])
    clinic.consent(code, since=-30, extra=['--signed', day(-30)])
    same(clinic.reasons(pair), ['consent-withdrawn'], 'reasons')


def test_partly_withdrawn(clinic):
    """Withdrawing one use takes down that use's files and no others."""
    code, pair = tell(clinic, scope='website,social-media,print')
    clinic.publish(clinic.path('web'))
    clinic.publish(clinic.path('social'), 'social-media')
    n_web, n_social = (len(files_in(clinic.path(name))) - 1 for name in ('web', 'social'))
    answer = clinic('consent', 'withdraw', code, '--scope', 'print')
    same((answer['consents'], answer['takedowns']), (1, 0), 'a use for which nothing went out')
    same((clinic.reasons(pair), clinic.reasons(pair, 'print')), (['changed-since-approval'], ['scope-withdrawn']), 'reasons')
    same(len(files_in(clinic.path('web'))) - 1, n_web, 'what was approved stays out')
    answer = clinic('consent', 'withdraw', code, '--scope', 'social-media')
    same((answer['takedowns'], {row['folder'] for row in answer['open']}), (n_social, {clinic.path('social')}), 'take-downs')
    clinic('approve', pair, '--checked', EVERYTHING)
    same(clinic.publish(clinic.path('web'))['unchanged'], n_web, 'website')
    same(clinic.publish(clinic.path('social'), 'social-media', code=1)['removed'], n_social, 'social media')
    consent = clinic('consent', 'show', code)['consents'][0]
    same((consent['state'], consent['scopes'], consent['scopes_left']),
         ('active', 'website, social-media, print', 'website'), 'consent')
    answer = clinic('consent', 'withdraw', code, '--scope', 'training', code=1)
    same(answer.error, 'not-found', 'a use never agreed to')
    clinic('consent', 'withdraw', code)
    same(clinic('consent', 'show', code)['consents'][0]['state'], 'withdrawn', 'state')


def test_aligned_anew(clinic):
    """A new alignment needs a new approval; then its files take the place of the old ones."""
    _, pair = tell(clinic)
    web = clinic.path('web')
    clinic.publish(web)
    old = {row['file'] for row in ledger(clinic)}
    clinic('pair', 'align', pair, '--before', '50,50', '250,150', '--after', '60,55', '250,160')
    same(clinic.reasons(pair), ['changed-since-approval'], 'reasons')
    clinic.publish(web, code=1)
    same(set(files_in(web)), old | {'manifest.json'}, 'what was approved stays')
    clinic('approve', pair, '--checked', EVERYTHING)
    report = clinic.publish(web)
    new = set(files_in(web)) - {'manifest.json'}
    assert not new & old and report['removed'] == len(old), report
    same({row['file'] for row in ledger(clinic) if row['state'] == 'live'}, new, 'live')
    same({row['file'] for row in ledger(clinic) if row['state'] == 'replaced'}, old, 'replaced')


def test_replaced_files_are_recalled_too(clinic):
    """What a newer picture replaced was out as well: a withdrawal lists it."""
    code, pair = tell(clinic)
    clinic.publish(clinic.path('web'))
    clinic('pair', 'align', pair, '--before', '50,50', '250,150', '--after', '60,55', '250,160')
    clinic('approve', pair, '--checked', EVERYTHING)
    clinic.publish(clinic.path('web'))
    same(clinic('consent', 'withdraw', code)['takedowns'], len(ledger(clinic)), 'take-downs')


def test_corrected_date(clinic):
    """A date corrected after publication recalls what should never have gone out."""
    code, pair = tell(clinic)
    web = clinic.path('web')
    clinic.publish(web)
    after = clinic('pair', 'show', pair)['after']
    clinic('photo', 'set', after, '--taken', day(-55))
    takedowns = clinic('publish', 'takedowns')['takedowns']
    same({row['reason'] for row in takedowns}, {'not-permitted'}, 'reasons')
    same(len(takedowns), len(files_in(web)) - 1, 'take-downs')
    clinic.publish(web, code=1)
    same(list(files_in(web)), ['manifest.json'], 'folder')
    same(clinic('client', 'show', code)['published'], 0, 'published')


def test_one_of_two(clinic):
    """Naming pairs publishes those and leaves what others left in the folder."""
    _, first = clinic.ready('social-media')
    _, second = clinic.ready('social-media')
    folder = clinic.path('social')
    same(clinic('publish', 'run', '--destination', 'social-media', '-o', folder, first)['pairs'], 1, 'pairs')
    one = set(files_in(folder))
    same(clinic('publish', 'run', '--destination', 'social-media', '-o', folder, second)['written'], 1, 'written')
    assert one - {'manifest.json'} < set(files_in(folder))
    manifest = json.load(open(os.path.join(folder, 'manifest.json'), encoding='utf-8'))
    same(len(manifest['pairs']), 2, 'pairs in the manifest')


def test_own_folders(clinic):
    """The library's own folders are no place to publish to."""
    clinic.ready()
    before = set(files_in(clinic.library))
    for folder in (clinic.library, clinic.path('library', 'blobs'), clinic.path('library', 'derived', 'x')):
        same(clinic.publish(folder, code=2).error, 'invalid', folder)
    same(set(files_in(clinic.library)), before, 'files')


def test_composites(clinic):
    """A composite for the clinic comes in every kind and layout, and says whether it could be published."""
    code, pair = tell(clinic)
    sizes = {}
    for name, words in (('a.jpg', []), ('b.png', ['--layout', 'stacked']), ('c.webp', ['--no-labels']),
                        ('d.avif', ['--height', '100'])):
        answer = clinic('compose', pair, '-o', clinic.path(name), *words)
        same((answer['file'], answer['cleared']), (clinic.path(name), True), name)
        sizes[name] = size_of(clinic.path(name))
    assert sizes['a.jpg'][0] > sizes['a.jpg'][1] and sizes['b.png'][0] < sizes['b.png'][1], sizes
    assert 100 <= sizes['d.avif'][1] <= 101 and sizes['a.jpg'][1] <= 240, sizes
    clinic('consent', 'withdraw', code)
    same(clinic('compose', pair, '-o', clinic.path('e.jpg'), code=1).error, 'refused', 'after the withdrawal')
    assert not os.path.exists(clinic.path('e.jpg'))


def test_receipt(clinic):
    """The client's receipt is a PDF that only the owner may read."""
    code, _ = tell(clinic)
    consent = clinic('consent', 'show', code)['consents'][0]
    same((consent['state'], consent['signed_by'], consent['from'], consent['until']),
         ('active', NAME, day(-30), day(300)), 'consent')
    receipt = clinic.path('receipt.pdf')
    same(clinic('consent', 'receipt', consent['id'], '-o', receipt)['file'], receipt, 'file')
    same(golden.read(receipt)[:5], b'%PDF-', 'kind')
    same(stat.S_IMODE(os.stat(receipt).st_mode), 0o600, 'mode')


def test_due(clinic):
    """What is missing, expiring, expired or open after a withdrawal is listed, most pressing first."""
    missing = clinic.client(sessions=[day(-90)])
    clinic.pair(missing)
    expiring = clinic.client(sessions=[day(-90)])
    clinic.consent(expiring, until=20)
    later = clinic.client(sessions=[day(-90)])
    clinic.consent(later, until=40)
    expired = clinic.client(sessions=[day(-90)])
    clinic.consent(expired, until=-1)
    withdrawn, _ = clinic.ready('social-media')
    clinic.publish(clinic.path('out'), 'social-media', code=1)
    clinic('consent', 'withdraw', withdrawn)
    due = clinic('consent', 'due')['due']
    same([(row['client'], row['kind'], row.get('days_left'), row['takedowns']) for row in due],
         [(withdrawn, 'withdrawn', 300, 1), (expired, 'expired', -1, 0), (expiring, 'expiring', 20, 0),
          (missing, 'missing', None, 0)], 'due')
    same(len(clinic('consent', 'due', '--within', 40)['due']), 5, 'within 40 days')


golden.main()
