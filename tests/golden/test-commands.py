"""The command line itself: help, wrong usage, the exit codes, what goes to which stream."""
import json
import os
import re

import golden
from golden import EVERYTHING, run, same, within, without

# DESIGN section 8: every command, with arguments that are complete but name things that are not there.
COMMANDS = {
    'library create': ['--clinic', 'X'], 'library show': [], 'library set': [], 'library check': [],
    'library backup': ['nowhere/file'],
    'library restore': ['nowhere/file'], 'library seal': ['--account', 'X', '--sheet', 'nowhere/x.pdf'],
    'library recover': ['--account', 'X'], 'account add': ['X', '--role', 'curator'], 'account list': [],
    'account remove': ['X'], 'account passphrase': ['X'], 'account turn-keys': [],
    'account remember': ['--account', 'X'], 'account forget': ['--account', 'X'],
    'client add': ['Somebody', '--adult'], 'client list': [], 'client show': ['AAAAAA'], 'client erase': ['AAAAAA'],
    'treatment add': ['AAAAAA'], 'treatment list': ['AAAAAA'],
    'session add': ['AAAAAA', '2026-01-01'], 'session list': ['AAAAAA'],
    'import': ['AAAAAA', 'nowhere.jpg'], 'photo list': ['AAAAAA'], 'photo set': ['9', '--view', 'top'], 'photo show': ['9'],
    'photo inbox': [], 'photo give': ['AAAAAA', '9'], 'photo remove': ['9'],
    'pair suggest': ['AAAAAA'], 'pair add': ['8', '9'], 'pair remove': ['9'],
    'pair align': ['9', '--before', '1,1', '2,2', '--after', '1,1', '2,2'], 'pair show': ['9'], 'pair text': ['9'],
    'pair versions': ['9'], 'pair restore': ['9', '1'],
    'pair check': ['9'], 'pair evidence': ['9', '-o', 'out'], 'pair recipe': ['9'], 'pair frame': ['9', '--crop', 'square'], 'photo redact': ['9', '--clear'],
    'style set': ['plain'], 'style list': [], 'style show': ['plain'], 'style remove': ['plain'],
    'destination list': [], 'destination show': ['nowhere'], 'destination add': ['mine', '--like', 'nowhere'],
    'destination set': ['nowhere'], 'destination remove': ['nowhere'],
    'compose': ['9', '-o', 'x.jpg'],
    'consent record': ['AAAAAA', '--scope', 'website', '--identifiability', 'full-face', '--from', '2026-01-01', '--until',
                       '2027-01-01', '--signed-by', 'X', '--signature', 'nowhere.png'],
    'consent renew': ['9', '--signed-by', 'X', '--signature', 'nowhere.png'],
    'consent withdraw': ['AAAAAA'], 'consent show': ['AAAAAA'], 'consent receipt': ['9', '-o', 'x.pdf'], 'consent due': [],
    'consent story': ['AAAAAA'], 'consent reminders': ['-o', 'x.pdf'], 'client access': ['AAAAAA', '-o', 'x.zip'],
    'form list': [], 'form show': ['9'], 'form new': ['Website'], 'form edit': ['9', '--purposes', 'x'], 'form check': ['9'],
    'form print': ['9', '-o', 'x.pdf'], 'form release': ['9'],
    'publish letters': ['-o', 'x.pdf'], 'publish report': ['AAAAAA', '-o', 'x.pdf'], 'publish lookup': ['nowhere.jpg'],
    'approve': ['9', '--checked', EVERYTHING],
    'publish check': ['9'], 'publish run': ['--destination', 'website', '-o', 'out', '9'], 'publish ledger': ['AAAAAA'],
    'publish runs': [], 'publish addresses': ['9', 'https://clinic.example/x.jpg'],
    'publish takedowns': [], 'publish taken-down': ['9'],
    'scrub': ['nowhere.jpg', '-o', 'out'], 'inspect': ['nowhere.jpg'], 'audit show': [], 'audit verify': [], 'batch': ['nowhere.txt'], 'demo': ['out'],
}
# These need a sealed library, and this one is not.
NOT_SEALED = {'library recover', 'account add', 'account remove', 'account passphrase', 'account turn-keys', 'account remember', 'account forget'}
WITHOUT_LIBRARY = {'library create', 'library restore', 'scrub', 'inspect', 'demo'}
# These have nothing to look for, so they succeed in an empty library.
NOTHING_TO_MISS = {'library show', 'library set', 'library check', 'photo inbox', 'publish runs', 'form list', 'form new',
                   'client add', 'client list', 'style set', 'style list', 'destination list',
                   'consent due', 'publish takedowns', 'audit show',
                   'audit verify', 'account list'}


def test_overview(where):
    """The overview lists every command of the design, and no other."""
    for words in (['--help'], ['help'], ['-h']):
        answer = run(*words, home=where, as_json=False)
        listed = set(re.findall(r'^  ([a-z][a-z -]*?)  +\S', answer.out, re.M))
        same(listed, set(COMMANDS), 'commands')
        same(answer.err, '', 'standard error')


def test_help(where):
    """Every command explains itself, without a library, on standard output."""
    for name in COMMANDS:
        answer = run(*name.split(), '--help', home=where, as_json=False)
        same(answer.out.splitlines()[0].startswith(f'Usage: diptych-cli {name}'), True, name)
        within('--json', answer.out, name)
        within('--library', answer.out, name)
        same(answer.err, '', name)
    same(os.listdir(where), [], 'files made by asking for help')


def test_version(where):
    """The version is one line."""
    assert re.fullmatch(r'diptych-cli \d+\.\d+\.\d+\n', run('--version', home=where, as_json=False).out)


def test_wrong_usage(clinic):
    """Wrong usage ends with 2, says why on standard error and prints nothing but the JSON error."""
    wrong = [[], ['frobnicate'], ['client'], ['client', 'frobnicate'], ['client', 'add'], ['client', 'show'],
             ['client', 'list', 'x'], ['client', 'add', 'A', 'B', '--adult'], ['client', 'list', '--frobnicate'],
             ['client', 'add', 'Somebody'], ['client', 'add', '  ', '--adult'], ['library', 'create'],
             ['library', 'create', '--clinic', ''], ['library', 'create', '--clinic', 'X', '--healing', 'x'],
             ['library', 'backup'], ['session', 'add', 'AAAAAA'], ['import', 'AAAAAA'], ['photo', 'give', 'AAAAAA'],
             ['photo', 'remove'], ['photo', 'set', '1'],
             ['pair', 'add', '1'], ['pair', 'align', '1'], ['pair', 'align', '1', '--suggest', '--before', '1,1'],
             ['pair', 'frame', '1', '--crop', 'round'], ['pair', 'frame', '1', '--at', '1,2,3'], ['photo', 'redact', '1'],
             ['photo', 'redact', '1', '--box', '1,2,3'], ['photo', 'redact', '1', '--clear', '--box', '1,2,3,4'],
             ['photo', 'redact', '1', '--eyes', '1,2'], ['style', 'show'], ['pair', 'align', '1', '--before', '1,1', '--after', '1,1'],
             ['pair', 'align', '1', '--before', '1,1', '2,2', '--after', '1,1'],
             ['pair', 'align', '1', '--before', '1,1', '2,2', '3,3', '4,4', '--after', '1,1', '2,2', '3,3', '4,4'],
             ['pair', 'align', '1', '--before', '1;1', '2,2', '--after', '1,1', '2,2'],
             ['pair', 'align', '1', '--before', 'x,1', '2,2', '--after', '1,1', '2,2'], ['compose', '1'],
             ['compose', '1', '-o', 'x.jpg', '--height', '1'], ['compose', '1', '-o', 'x.jpg', '--layout', 'heap'],
             ['compose', '1', '-o', 'x.bmp'], ['consent', 'record', 'AAAAAA'], ['consent', 'receipt', '1'],
             ['consent', 'due', '--within', '-1'], ['consent', 'withdraw', 'AAAAAA', '--scope', 'everything'],
             ['consent', 'withdraw', 'AAAAAA', '--scope', ''], ['publish', 'run'], ['publish', 'run', '-o', 'x'],
             ['publish', 'taken-down'], ['scrub'], ['scrub', 'x.jpg'], ['inspect'], ['demo'], ['audit', 'show', '1']]
    before = golden.digest(clinic.path('library', 'catalogue.db'))
    for words in wrong:
        answer = clinic(*words, code=2)
        assert answer.error in ('usage', 'invalid'), answer
        without('\n\n\n', answer.err, 'message')
        plain = clinic(*words, code=2, as_json=False)
        same(plain.out, '', f'standard output of {words}')
        assert plain.err.startswith('diptych-cli: '), plain
    same(golden.digest(clinic.path('library', 'catalogue.db')), before, 'library after wrong usage')


def test_bad_dates(clinic):
    """A date that is none is refused, wherever it is given."""
    code = clinic.client()
    for date in ('', 'yesterday', '2026-02-30', '2025-02-29', '2026-13-01', '26-01-01', '2026-1-5', '2026-01-01 ',
                 '01.02.2026', '1799-12-31', '20260101', '+2026-01-01'):
        for words in (['client', 'add', 'X', '--born', date], ['session', 'add', code, date],
                      ['import', code, 'x.jpg', '--taken', date], ['photo', 'set', '1', '--taken', date]):
            answer = clinic(*words, code=2)
            same(answer.error, 'invalid', words)
    for date in ('1989-12-31', golden.day(400)):
        same(clinic('session', 'add', code, date, code=2).error, 'invalid', date)
    same(clinic('client', 'add', 'X', '--born', golden.day(1), code=2).error, 'invalid', 'born tomorrow')
    clinic('client', 'add', 'X', '--born', golden.day(0))


def test_bad_words(clinic):
    """A view, kind, area, stage or number that is none is refused, and the message lists what there is."""
    code = clinic.client()
    for words, offered in ((['import', code, 'x.jpg', '--view', 'sideways'], 'crown'),
                           (['photo', 'set', '1', '--view', 'sideways'], 'front-hairline'),
                           (['photo', 'set', '1', '--shows', 'all'], 'scalp-only'),
                           (['session', 'add', code, '2026-01-01', '--kind', 'last'], 'maintenance'),
                           (['treatment', 'add', code, '--area', 'knee'], 'hairline'),
                           (['treatment', 'add', code, '--stage', 'norwood-9'], 'norwood-7')):
        answer = clinic(*words, code=2)
        within(offered, answer.err, words)
    for number in ('0', '-1', 'x', '1.5', '1e3', '', ' 1', '9223372036854775808', '99999999999999999999'):
        for words in (['photo', 'show', number], ['pair', 'show', number], ['approve', number, '--checked', EVERYTHING],
                      ['publish', 'taken-down', number]):
            if number.startswith('-'):
                words.insert(len(words) - 1, '--')
            clinic(*words, code=2)


def test_not_there(clinic):
    """What is not in the library ends with 1 and the reason not-found."""
    for name, words in COMMANDS.items():
        if name in WITHOUT_LIBRARY | NOTHING_TO_MISS | {'library backup'}:
            continue
        same(clinic(*name.split(), *words, code=1, cwd=clinic.where).error, 'refused' if name in NOT_SEALED else 'not-found', name)
    same(clinic('publish', 'check', '--destination', 'nowhere', code=1).error, 'not-found', 'destination')


def test_missing_library(where):
    """Without a library every command that needs one ends with 3, and makes nothing."""
    for name, words in COMMANDS.items():
        if name not in WITHOUT_LIBRARY:
            answer = run('--library', os.path.join(where, 'none'), *name.split(), *words, home=where, code=3, cwd=where)
            same(answer.error, 'not-found', name)
    same(os.listdir(where), [], 'files made')


def test_json_anywhere(clinic):
    """--json and --library may stand before and after the command."""
    clinic.client()
    want = clinic('client', 'list').doc
    for words in (['client', 'list', '--json', '--library', clinic.library],
                  ['--library=' + clinic.library, 'client', 'list', '--json'],
                  ['--json', 'client', 'list', '--library=' + clinic.library]):
        answer = run(*words, home=clinic.where, as_json=False)
        same(json.loads(answer.out), want, words)
        same(answer.err, '', words)


def test_default_library(where):
    """Without --library the library lies in the user's data folder."""
    made = run('library', 'create', '--clinic', 'X', home=where)['library']
    same(made, os.path.join(where, 'data', 'diptych', 'library'), 'folder')
    same(run('client', 'list', home=where).doc, {'clients': []}, 'clients')


def test_create_once(clinic):
    """A library is made in an empty folder only; what is there is left alone."""
    before = golden.state_of(clinic.library)
    assert clinic('library', 'create', '--clinic', 'Y', code=(1, 3)).error == 'exists'
    full = clinic.path('full')
    os.mkdir(full)
    golden.write(os.path.join(full, 'letter.txt'), b'Dear all')
    assert run('--library', full, 'library', 'create', '--clinic', 'Y', home=clinic.where, code=(1, 3)).error == 'exists'
    same(os.listdir(full), ['letter.txt'], 'a folder with something in it')
    same(golden.state_of(clinic.library), before, 'library')
    os.mkdir(clinic.path('empty'))
    run('--library', clinic.path('empty'), 'library', 'create', '--clinic', 'Y', home=clinic.where)
    for days in ('20', '366', '0', '-1'):
        run('--library', clinic.path('new'), 'library', 'create', '--clinic', 'Y', '--healing', days, home=clinic.where,
            code=2)
    assert not os.path.exists(clinic.path('new'))


def test_lists(clinic):
    """Clients, treatments and sessions come back as they were entered; search finds names and codes."""
    code = clinic.client('Anna Beispiel', sessions=['2026-03-01', '2026-01-15'])
    other = clinic.client('Bert Muster', who=('--adult',), treatment=False)
    listed = clinic('client', 'list')['clients']
    same([(row['code'], row['name'], row['adult']) for row in listed],
         [(code, 'Anna Beispiel', 'adult'), (other, 'Bert Muster', 'adult')], 'clients')
    for text, found in (('beisp', [code]), ('MUSTER', [other]), (code[:4].lower(), [code]), ('nobody', []), ('%', [])):
        same([row['code'] for row in clinic('client', 'list', '--search', text)['clients']], found, f'search {text}')
    same(clinic('client', 'show', code.lower()).doc, listed[0], 'one client')
    treatments = clinic('treatment', 'list', code)['treatments']
    same([(row['areas'], row['stage']) for row in treatments], [('crown', 'norwood-3-vertex')], 'treatments')
    same([(row['date'], row['kind']) for row in clinic('session', 'list', code)['sessions']],
         [('2026-01-15', 'follow-up'), ('2026-03-01', 'initial')], 'sessions in the order of their days')
    answer = clinic('session', 'add', other, '2026-01-01', code=(1, 2))
    within('treatment', answer.err)
    text = clinic('client', 'list', as_json=False)
    within('Anna Beispiel', text.out)
    same(text.err, '', 'standard error')


golden.main()
