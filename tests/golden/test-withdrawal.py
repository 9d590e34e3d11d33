"""The block holds: generated histories of consent told through the command line against a slow model, two programs at once,
and an export that is torn off in the middle."""
import json
import os
import random
import shlex
import shutil
import signal
import time

import golden
from golden import EVERYTHING, day, files_in, png, same, write

N_CLIENTS = 40
N_ROUNDS = 8
SCOPES = ('website', 'website,print', 'social-media', 'website,social-media,print,training')
LEVELS = ('scalp-only', 'eyes-hidden', 'full-face')


def batch(clinic, lines):
    """Runs the commands in one process; the answers in their order."""
    path = write(clinic.path('batch.txt'), '\n'.join(shlex.join(map(str, words)) for words in lines).encode())
    process, words = clinic.start('batch', path)
    out = golden.settle(process, words, (0, 1, 2), False).out
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(out):
        doc, at = decoder.raw_decode(out, at)
        found.append(doc)
        at += len(out[at:]) - len(out[at:].lstrip())
    return found


# --- people with pairs that lack nothing but consent ------------------------------------------------------------------

def make_people(clinic):
    clinic('destination', 'set', 'website', '--widths', '100', '--formats', 'jpeg')
    codes = [answer['code'] for answer in
             batch(clinic, [['client', 'add', f'Client {i}', '--adult'] for i in range(N_CLIENTS)])]
    lines = []
    for code in codes:
        lines += [['treatment', 'add', code, '--area', 'crown'], ['treatment', 'add', code, '--area', 'top'],
                  ['session', 'add', code, day(-90)]]
        lines += [['import', code, clinic.picture((24, 18)), '--view', 'crown', '--taken', day(taken)] for taken in (-100, -10)]
    answers = batch(clinic, lines)
    people = []
    for i, code in enumerate(codes):
        other, own, _, before, after = answers[5 * i:5 * i + 5]
        people.append({'code': code, 'own': own['id'], 'other': other['id'],  # photos go to the latest treatment
                       'photos': [found['files'][0]['photo'] for found in (before, after)]})
    for person, answer in zip(people, batch(clinic, [['pair', 'add', *person['photos']] for person in people])):
        person['pair'] = answer['id']
    return people


# --- what people do ---------------------------------------------------------------------------------------------------

def draw_deed(dice, person):
    if dice.random() < 0.35:
        return {'kind': 'withdraw', 'scopes': dice.choice((*SCOPES, None)),
                'photo': dice.choice((0, 0, 0, dice.choice(person['photos'])))}
    deed = {'kind': 'sign', 'scopes': dice.choice(SCOPES), 'level': dice.choice(LEVELS), 'on': -dice.choice((0, 0, 3, 20, 40))}
    deed['from'] = deed['on'] + dice.randrange(-10, 8)
    deed['until'] = deed['from'] + dice.randrange(0, 90)
    deed['covers'] = dice.choice(('all', 'all', 'own', 'other', 'both', 'one'))
    return deed


def words_of(deed, person, signature):
    if deed['kind'] == 'withdraw':
        return ['consent', 'withdraw', person['code'], *(['--scope', deed['scopes']] if deed['scopes'] else []),
                *(['--photo', deed['photo']] if deed['photo'] else [])]
    covers = {'all': [], 'own': ['--treatment', person['own']], 'other': ['--treatment', person['other']],
              'both': ['--photo', person['photos'][1], '--photo', person['photos'][0]], 'one': ['--photo', person['photos'][0]]}
    return ['consent', 'record', person['code'], '--scope', deed['scopes'], '--identifiability', deed['level'],
            '--from', day(deed['from']), '--until', day(deed['until']), '--signed', day(deed['on']), '--signed-by', 'X',
            '--signature', signature, *covers[deed['covers']]]


# --- the judge --------------------------------------------------------------------------------------------------------

def first_day(deed):
    return max(deed['from'], deed['on'])


def taken_back(deeds, at, use):
    return any(deed['kind'] == 'withdraw' and (not deed['scopes'] or use in deed['scopes'].split(','))
               and (i > at or deeds[at]['on'] < 0) for i, deed in enumerate(deeds))


def succeeded(deeds, at):
    old = deeds[at]
    return any(deed['kind'] == 'sign' and i != at and deed['covers'] in ('all', old['covers']) and first_day(deed) <= 0
               and (deed['on'], i) > (old['on'], at) for i, deed in enumerate(deeds))


def may_go_out(deeds, use):
    """Slow and plain: is there a signature for this use, for both photos, in force today, not taken back, not replaced?"""
    return any(deed['kind'] == 'sign' and use in deed['scopes'].split(',') and deed['covers'] in ('all', 'own', 'both')
               and first_day(deed) <= 0 <= deed['until'] and not taken_back(deeds, i, use) and not succeeded(deeds, i)
               for i, deed in enumerate(deeds))


# --- the tests --------------------------------------------------------------------------------------------------------

def allowed(clinic, people, use):
    """The pairs that the gate lets through to the use's place."""
    answer = clinic('publish', 'check', '--destination', use, *[person['pair'] for person in people], code=(0, 1))
    return {verdict['pair'] for verdict in answer['pairs'] if verdict['allowed']}


def play(clinic, people, dice, signature):
    """One history for each; what was really done."""
    told = [[draw_deed(dice, person) for _ in range(dice.randrange(0, 6))] for person in people]
    order = [(i, n) for i, deeds in enumerate(told) for n in range(len(deeds))]
    answers = batch(clinic, [words_of(told[i][n], people[i], signature) for i, n in order])
    same(len(answers), len(order), 'answers')
    done = [[] for _ in people]
    for (i, n), answer in zip(order, answers):
        if 'error' not in answer:
            done[i].append(told[i][n])
        else:
            same(answer['error']['code'], 'not-found' if told[i][n]['kind'] == 'withdraw' else 'invalid', 'refusal')
    batch(clinic, [['approve', person['pair'], '--checked', EVERYTHING] for person in people])
    return done


def test_histories(clinic):
    """Whatever was signed and taken back in whatever order, what goes out is what a plain model lets out."""
    people = make_people(clinic)
    signature = write(clinic.path('signature.png'), png(1, 12, 8))
    template = clinic.path('template')
    os.rename(clinic.library, template)
    seed = random.randrange(1 << 30)
    n_out = 0
    for number in range(N_ROUNDS):
        shutil.rmtree(clinic.library, ignore_errors=True)
        shutil.copytree(template, clinic.library)
        dice = random.Random(seed + number)
        done = play(clinic, people, dice, signature)
        for use in ('website', 'social-media'):
            want = {person['pair'] for person, deeds in zip(people, done) if may_go_out(deeds, use)}
            got = allowed(clinic, people, use)
            wrong = [(person['pair'], deeds) for person, deeds in zip(people, done) if person['pair'] in want ^ got]
            same(wrong, [], f'seed {seed + number}, {use}')
            n_out += len(want)
        if number == 0:
            want = {person['pair'] for person, deeds in zip(people, done) if may_go_out(deeds, 'website')}
            clinic.publish(clinic.path('web'), code=(0, 1))
            same({row['pair'] for row in clinic('publish', 'ledger')['items']}, want, 'exported')
    assert n_out > N_CLIENTS * N_ROUNDS // 20, f'{n_out} went out: nothing was tested'


def insist(clinic, *words):
    """Says it again until the other program has let go of the library."""
    for _ in range(200):
        answer = clinic(*words, code=(0, 1, 3))
        if answer.code != 3:
            return answer
        same(answer.error, 'locked', 'reason')
        time.sleep(0.02)
    raise AssertionError('the library is never free')


def assert_nothing_is_left(clinic, pair, web):
    """The block holds, and the next run leaves none of the pictures."""
    assert 'consent-withdrawn' in clinic.reasons(pair, 'social-media')
    out = {row['file'] for row in clinic('publish', 'ledger')['items']}
    recalled = {row['file'] for row in clinic('publish', 'takedowns')['takedowns']}
    same(recalled, out, 'what is recalled')
    clinic.publish(web, 'social-media', code=1)
    same([name for name in files_in(web) if name != 'manifest.json'], [], 'pictures that stayed')
    clinic.check()


def test_two_programs(clinic):
    """One program exports while another withdraws: whoever comes first, the pictures end up recalled."""
    dice = random.Random(5)
    for number in range(6):
        code, pair = clinic.ready('social-media')
        web = clinic.path(f'web-{number}')
        process, words = clinic.start('publish', 'run', '--destination', 'social-media', '-o', web, pair)
        time.sleep(dice.random() * 0.3)
        same(insist(clinic, 'consent', 'withdraw', code).code, 0, 'withdrawal')
        golden.settle(process, words, (0, 1, 3), True)
        assert 'consent-withdrawn' in clinic.reasons(pair, 'social-media')
        out = {row['file'] for row in clinic('publish', 'ledger', code)['items']}
        recalled = {row['file'] for row in clinic('publish', 'takedowns')['takedowns']}
        same(out - recalled, set(), 'out and not recalled')
        if os.path.exists(web):
            clinic.publish(web, 'social-media', code=1)
            same([name for name in files_in(web) if name != 'manifest.json'], [], 'pictures that stayed')


def test_torn_off(clinic):
    """An export killed in the middle leaves nothing that a withdrawal would not find."""
    for delay in (0.02, 0.05, 0.1):
        code, pair = clinic.ready('social-media')
        web = clinic.path(f'web-{delay}')
        process, _ = clinic.start('publish', 'run', '--destination', 'social-media', '-o', web)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        same(clinic('consent', 'withdraw', code).code, 0, 'withdrawal')
        assert_nothing_is_left(clinic, pair, web)
        clinic('publish', 'taken-down', *[row['item'] for row in clinic('publish', 'takedowns')['takedowns']],
               code=(0, 2))


def test_batch(clinic):
    """A batch keeps one library open, goes on after what failed, and ends as badly as the worst."""
    path = write(clinic.path('b.txt'), b'# people\n\nclient add "A B" --adult\nclient show AAAAAA\nclient add C --adult\n')
    answer = clinic('batch', path, code=1, as_json=False)
    same(len([word for word in answer.out.split() if len(word) == 6]), 2, answer.out)
    same(len(clinic('client', 'list')['clients']), 2, 'clients')
    for line in ('scrub x.jpg -o y', f'batch {path}', 'client add "A', 'frobnicate', 'client list --library /tmp'):
        assert clinic('batch', write(path, line.encode()), code=(1, 2), as_json=False).err.startswith('diptych-cli: '), line


golden.main()
