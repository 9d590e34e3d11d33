"""Publishing as bringing a folder in line: what would change is said beforehand, what is right is not touched, what others
put there stays."""
import csv
import io
import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree

import golden
from golden import day, files_in, read, same, state_of, write


def changes(plan):
    return {entry['pair']: entry['change'] for entry in plan['pairs']}


def test_preview(clinic):
    """The preview says what is new, changed and to be removed, and why; and changes nothing."""
    web = clinic.path('web')
    (_, first), (code, second) = clinic.ready(), clinic.ready()
    plan = clinic('publish', 'run', '--destination', 'website', '-o', web, '--preview')
    same((plan['summary'], plan['new'], changes(plan)), ('2 new', 2, {first: 'new', second: 'new'}), 'first plan')
    assert not os.path.exists(web)
    clinic.publish(web)
    before = state_of(web)
    plan = clinic('publish', 'run', '--destination', 'website', '-o', web, '--preview')
    same((plan['unchanged'], plan['by_hand']), (2, []), 'plan when nothing changed')
    assert 'up to date' in plan['summary'], plan['summary']
    clinic('consent', 'withdraw', code)
    clinic('pair', 'frame', first, '--crop', 'square')
    clinic('approve', first, '--checked', golden.EVERYTHING)
    clinic.ready()
    plan = clinic('publish', 'run', '--destination', 'website', '-o', web, '--preview', code=1)
    same(plan['summary'], '1 new, 1 changed, 1 to be removed because consent was withdrawn', 'summary')
    same([entry['reason'] for entry in plan['pairs'] if entry['change'] == 'removed'], ['withdrawn'], 'reason')
    same(state_of(web), before, 'folder after previews')


def test_by_hand(clinic):
    """What somebody did in the folder is noticed and said; what is not ours is never deleted."""
    web = clinic.path('web')
    clinic.ready()
    clinic.publish(web)
    pictures = [name for name in files_in(web) if name.endswith('.jpg')]
    write(os.path.join(web, pictures[0]), b'other')
    os.remove(os.path.join(web, 'results.css'))
    write(os.path.join(web, 'menu.html'), b'<p>Menu</p>')
    plan = clinic('publish', 'run', '--destination', 'website', '-o', web, '--preview')
    found = {entry['file']: entry['is'] for entry in plan['by_hand']}
    same(found[pictures[0]], 'changed', 'a picture')
    same(found['menu.html'], 'foreign', 'a page of others')
    same(plan['changed'], 1, 'pairs to be made again')
    clinic.publish(web)
    same(read(os.path.join(web, 'menu.html')), b'<p>Menu</p>', 'a page of others')
    assert read(os.path.join(web, pictures[0])) != b'other'


def test_texts(clinic):
    """Title, alternative text and caption are drafted, and may be written by staff; empty takes them back."""
    _, pair = clinic.ready()
    drafted = clinic('pair', 'text', pair)
    same(drafted['shown'], drafted['drafted'], 'texts')
    assert drafted['shown']['title'].endswith('a') and 'crown' in drafted['shown']['alt'], drafted['shown']
    written = clinic('pair', 'text', pair, '--alt', 'Denser crown, seen from above', '--title', 'Crown after a year')
    same((written['shown']['alt'], written['written']['caption']), ('Denser crown, seen from above', None), 'written')
    clinic.publish(clinic.path('web'))
    page = next(name for name in os.listdir(clinic.path('web')) if name.startswith('result-') and name.endswith('.html'))
    text = read(clinic.path('web', page)).decode()
    assert 'alt="Denser crown, seen from above"' in text and '<title>Crown after a year</title>' in text
    same(clinic('pair', 'text', pair, '--alt', '')['shown']['alt'], drafted['shown']['alt'], 'taken back')
    clinic('pair', 'text', pair, '--alt', 'short', code=2)
    clinic('pair', 'text', pair, '--alt', 'x' * 126, code=2)


def test_addresses(clinic):
    """Where files went live is pasted or imported, kept once, and told with the take-down."""
    code, _ = clinic.ready()
    clinic.publish(clinic.path('web'))
    items = clinic('publish', 'ledger')['items']
    first, second = items[0], items[1]
    clinic('publish', 'addresses', first['item'], 'https://clinic.example/one.avif')
    clinic('publish', 'addresses', first['item'], 'javascript:alert(1)', code=2)
    table = f"file,address\n{first['file']},https://clinic.example/one.avif\nweb/{second['file']},https://clinic.example/2\n"
    write(clinic.path('list.csv'), (table + 'strange.jpg,https://clinic.example/3\n').encode())
    report = clinic('publish', 'addresses', '--import', clinic.path('list.csv'), code=1)
    same((report['added'], report['known'], len(report['problems'])), (1, 1, 1), 'import')
    assert 'strange.jpg' in report['problems'][0]
    clinic('consent', 'withdraw', code)
    rows = {row['item']: row for row in clinic('publish', 'takedowns')['takedowns']}
    same(rows[first['item']]['addresses'], ['https://clinic.example/one.avif'], 'address of a take-down')
    same(rows[items[2]['item']]['addresses'], [], 'none known')
    clinic.check()


def test_ledger(clinic):
    """The ledger is filtered by destination, client, state and day, and comes as a table."""
    one, _ = clinic.ready()
    two, _ = clinic.ready('website,social-media')
    clinic.publish(clinic.path('web'))
    clinic.publish(clinic.path('social'), 'social-media', code=1)
    clinic('consent', 'withdraw', one)

    def found(*words):
        return clinic('publish', 'ledger', *words)['items']

    everything = found()
    same({item['client'] for item in everything}, {one, two}, 'clients')
    same({item['client'] for item in found('--destination', 'social-media')}, {two}, 'destination')
    same({item['client'] for item in found('--state', 'blocked')}, {one}, 'state')
    same(found('--since', day(1)), [], 'tomorrow')
    same(len(found(two, '--until', day(1))), len(found(two)), 'until tomorrow')
    rows = list(csv.reader(io.StringIO(clinic('publish', 'ledger', '--csv', as_json=False).out)))
    same((rows[0][:4], len(rows)), (['item', 'pair', 'client', 'destination'], 1 + len(everything)), 'table')


def test_names(clinic):
    """No client's name or contact gets out, whoever's it is and however it is spelt; the message does not repeat it."""
    web = clinic.path('web')
    clinic('client', 'add', 'Jörg-Peter Östermann', '--born', '1971-03-04', '--contact', '+49 30 1234-5678, joe@mail.example')
    clinic('client', 'add', 'Mark Page', '--adult')
    _, pair = clinic.ready(name='Wilhelmine Muster')
    clinic.publish(web)
    before = state_of(web)
    for words in ('with OSTERMANN himself', 'joerg-peter at work', 'Jörg Peter Östermann', 'östermannjörgpeter', 'Dear Wilhelmine',
                  'page-mark.jpg', 'call 030 12345678', 'write to joe@mail.example', 'born 04.03.1971', 'the MU\u0308STER, MUSTER!'):
        answer = clinic('pair', 'text', pair, '--caption', words, code=1)
        same(answer.error, 'refused', words)
        clinic('destination', 'set', 'website', '--disclosure', words)
        answer = clinic.publish(web, code=1)
        same(answer.error, 'refused', words)
        assert 'html' in answer.err and not any(part in answer.err for part in ('stermann', 'uster', '1234', 'mail.example'))
        same(state_of(web), before, words)
    for words in ('Healed crown', 'See this page', 'Fully healed after 6 weeks, 2026', 'Number 123 456'):
        clinic('destination', 'set', 'website', '--disclosure', words)
        clinic.publish(web)


def test_first_name(clinic):
    """A first name goes out only with the client's consent to it, and no longer than that."""
    web = clinic.path('web')
    code = clinic.client('Wilhelmine Muster', sessions=[day(-90), day(-60)])
    pair = clinic.pair(code)
    clinic.consent(code, 'website')
    clinic('approve', pair, '--checked', golden.EVERYTHING)
    clinic('pair', 'text', pair, '--title', 'Wilhelmine', code=1)
    clinic.consent(code, 'website,first-name')
    clinic('approve', pair, '--checked', golden.EVERYTHING)
    clinic('pair', 'text', pair, '--title', 'Muster, Wilhelmine', code=1)
    clinic('pair', 'text', pair, '--title', 'Wilhelmine')
    clinic.publish(web)
    clinic('consent', 'withdraw', code, '--scope', 'first-name')
    answer = clinic.publish(web, code=1)
    assert 'title' in answer.err and 'Wilhelmine' not in answer.err, answer.err


def test_wordpress(clinic):
    """WordPress's importer finds every picture with title, alternative text and caption, at its whole address."""
    clinic.ready()
    clinic.publish(clinic.path('wp'), 'wordpress')
    rows = list(csv.DictReader(io.StringIO(read(clinic.path('wp', 'wordpress.csv')).decode())))
    tree = xml.etree.ElementTree.parse(clinic.path('wp', 'wordpress.xml'))
    space = {'wp': 'http://wordpress.org/export/1.2/', 'excerpt': 'http://wordpress.org/export/1.2/excerpt/'}
    item = tree.find('channel/item')
    same((len(rows), len(tree.findall('channel/item'))), (1, 1), 'pictures')
    assert os.path.exists(clinic.path('wp', rows[0]['file']))
    same(item.findtext('wp:attachment_url', namespaces=space), 'https://clinic.example/' + rows[0]['file'], 'address')
    same(item.findtext('wp:postmeta/wp:meta_value', namespaces=space), rows[0]['alt'], 'alternative text')
    same((item.findtext('title'), item.findtext('excerpt:encoded', namespaces=space)), (rows[0]['title'], rows[0]['caption']),
         'title and caption')


def test_kinds(clinic):
    """A strip shows all healed photos of one before, the slide moves, print tells its resolution."""
    code = clinic.client(sessions=[day(-200), day(-190)])
    before, early, late = [clinic.photo(code, day(date), path=clinic.picture((300, 200))) for date in (-210, -120, -10)]
    pairs = [clinic('pair', 'add', before, after)['id'] for after in (early, late)]
    clinic.consent(code, 'social-media,print')
    for pair in pairs:
        clinic('approve', pair, '--checked', golden.EVERYTHING)

    def pictures(destination):
        clinic.publish(clinic.path(destination), destination)
        plan = clinic('publish', 'run', '--destination', destination, '-o', clinic.path(destination), '--preview')
        same((plan['new'], plan['changed'], plan['removed']), (0, 0, 0), destination + ' a second time')
        return [path for name, path in files_in(clinic.path(destination)).items() if not name.endswith('.json')]

    strip, slides, prints = pictures('social-strip'), pictures('social-slide'), pictures('print')
    same((len(strip), len(slides), len(prints)), (1, 2, 2), 'pictures')
    width, height = golden.size_of(strip[0])
    assert 4 < width / height < 5, (width, height)
    assert b'ANIM' in read(slides[0])[:64]
    same(read(prints[0])[6:18], b'JFIF\0\1\2\1' + bytes((1, 44, 1, 44)), 'resolution')
    clinic('consent', 'withdraw', code)
    clinic.publish(clinic.path('social-strip'), 'social-strip', code=1)
    assert not os.path.exists(strip[0])


def test_language(clinic):
    """Pages, captions and alternative texts are in the site's language, whatever the program's; a designer's template is taken."""
    web = clinic.path('web')
    clinic.ready()
    write(clinic.path('page.html'), b'<!doctype html><html lang="{{language}}"><title>{{title}}</title><h1>Mine</h1>{{body}}{{data}}')
    clinic('destination', 'set', 'website', '--language', 'de', '--templates', clinic.where)
    clinic('destination', 'set', 'website', '--language', 'xx', code=2)
    clinic.publish(web)
    text = read(os.path.join(web, 'index.html')).decode()
    for words in ('lang="de"', '<h1>Mine</h1>', 'Abgeheilt, 7 Wochen nach der letzten von 2 Sitzungen · Norwood III vertex · Wirbel',
                  'vollständig abgeheilt nach 7 Wochen"'):
        assert words in text, (words, text)
    clinic('destination', 'set', 'website', '--language', 'fr')
    clinic.publish(web)
    assert 'Cicatrisé, 7 semaines après la dernière de 2 séances' in read(os.path.join(web, 'index.html')).decode()


def references(web):
    """Every picture that a page of the folder names."""
    found = set()
    for name in os.listdir(web):
        if golden.is_page(name):
            found |= set(re.findall(r'smp-[a-z0-9-]+\.(?:jpg|webp|avif)', read(os.path.join(web, name)).decode()))
    return found


def test_faults(clinic):
    """Whatever fails or ends the program half-way, no page shows a picture that is not there; the next run completes it."""
    web, library = clinic.path('web'), clinic.library
    clinic('destination', 'set', 'website', '--formats', 'jpeg', '--widths', '100')
    (_, changed), (gone, _) = clinic.ready(), clinic.ready()
    clinic.publish(web)
    clinic('pair', 'frame', changed, '--crop', 'square')
    clinic('approve', changed, '--checked', golden.EVERYTHING)
    clinic('consent', 'withdraw', gone)
    clinic.ready()
    start = [clinic.path('start-web'), clinic.path('start-library')]
    shutil.copytree(web, start[0], copy_function=shutil.copy2)
    shutil.copytree(library, start[1], copy_function=shutil.copy2)
    old = {name for name in os.listdir(web) if name.endswith('.jpg')}
    points = [f'{kind}:{n}{end}' for kind, most in (('write', 32), ('sync', 24), ('rename', 11)) for n in range(1, most, 2 if kind == 'rename' else 8)
              for end in ('', ':kill')]
    failed = 0
    for point in points:
        for there, here in zip(start, (web, library)):
            shutil.rmtree(here)
            shutil.copytree(there, here, copy_function=shutil.copy2)
        done = subprocess.run([golden.CLI, '--library', library, 'publish', 'run', '--destination', 'website', '-o', web],
                              env=golden.environment(clinic.where, {'DIP_FAULT': point}), capture_output=True, check=False)
        failed += done.returncode not in (0, 1)
        there = {name for name in os.listdir(web) if name.endswith('.jpg')}
        dangling = references(web) - there
        assert not dangling or dangling <= old and done.returncode < 0, (point, dangling, done.stderr.decode())
        clinic.publish(web, code=(0, 1))
        same(references(web), {name for name in os.listdir(web) if name.endswith('.jpg')}, point)
        same(len(references(web)), 2, point)
    assert failed > 3, failed


def test_rights(clinic):
    """Every exported file carries the clinic's rights notice, read by others as written, and nothing else."""
    if not shutil.which('exiftool'):
        raise golden.Skip('no exiftool')
    said = ['--creator', 'Zoë Muster & Söhne', '--credit', 'Clinic <X>', '--copyright', '© 2026 Clinic',
            '--licence', 'https://clinic.example/terms']
    clinic('library', 'set', *said)
    clinic.ready()
    clinic.publish(clinic.path('web'))
    files = [path for name, path in files_in(clinic.path('web')).items() if not name.endswith('.json')]
    same({os.path.splitext(path)[1] for path in files}, {'.jpg', '.webp', '.avif'}, 'formats')
    done = subprocess.run(['exiftool', '-a', '-G1', '-json', '-XMP:all', '-IPTC:all', *files], capture_output=True, check=True)
    xmp = {'XMP-dc:Creator': said[1], 'XMP-dc:Rights': said[5], 'XMP-photoshop:Credit': said[3],
           'XMP-xmpRights:WebStatement': said[7], 'XMP-plus:LicensorURL': said[7]}
    iptc = {'IPTC:CodedCharacterSet': 'UTF8', 'IPTC:ApplicationRecordVersion': 4, 'IPTC:By-line': said[1],
            'IPTC:Credit': said[3], 'IPTC:CopyrightNotice': said[5]}
    for found in json.loads(done.stdout):
        path = found.pop('SourceFile')
        same(found, {**xmp, **iptc} if path.endswith('.jpg') else xmp, path)
    # A changed notice is stamped anew; no notice, no metadata.
    clinic('library', 'set', '--credit', 'Clinic Y')
    plan = clinic('publish', 'run', '--destination', 'website', '-o', clinic.path('web'), '--preview')
    same(plan['changed'], 1, 'plan after the notice changed')
    clinic('destination', 'set', 'website', '--rights', 'no')
    clinic.publish(clinic.path('web'))
    for name, path in files_in(clinic.path('web')).items():
        assert name.endswith('.json') or b'adobe' not in read(path), name


golden.main()
