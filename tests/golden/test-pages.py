"""The web pages of an export folder: whole, true, of nobody else's making, and gone with what they showed."""
import csv
import html.parser
import json
import os
import re

import golden
from golden import EVERYTHING, NAME, day, digest, files_in, same, state_of, within, without, write


def pages_in(folder):
    return {name for name in os.listdir(folder) if golden.is_page(name)}


def text_of(*path):
    with open(os.path.join(*path), encoding='utf-8') as file:
        return file.read()


def published(clinic, *more):
    """A client with one published pair; code, the pair's public name, the folder."""
    code = clinic.client(sessions=[day(-90), day(-60)])
    before, after = [clinic.photo(code, day(date), path=clinic.picture((600, 450))) for date in (-100, -10)]
    pair = clinic('pair', 'add', before, after)['id']
    clinic.consent(code)
    clinic('approve', pair, '--checked', EVERYTHING)
    clinic.publish(clinic.path('web'))
    return code, clinic('pair', 'show', pair)['public_id'], clinic.path('web')


class Reader(html.parser.HTMLParser):
    """What a page is made of, and whether every element that was opened is closed in its turn."""
    EMPTY = {'meta', 'link', 'img', 'source', 'input', 'br'}

    def __init__(self, text):
        super().__init__()
        self.open, self.elements = [], []
        self.feed(text)
        same(self.open, [], 'elements left open')

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        same(self.open.pop(), tag, 'closed element')

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def test_whole(clinic):
    """Index and page name only files that are there, with sizes; the first picture is not lazy; nothing is fetched elsewhere."""
    clinic('library', 'set', '--licence', 'https://clinic.example/licence', '--credit', 'Clinic & Sons')
    _, slug, web = published(clinic)
    same(pages_in(web), {'index.html', f'result-{slug}.html', 'results.css', 'results.js', 'sitemap-images.xml'}, 'pages')
    for name in ('index.html', f'result-{slug}.html'):
        text = text_of(web, name)
        page = Reader(text)
        sources = [source['srcset'] for source in page.all('source') + page.all('img')]
        named = {part.split()[0] for source in sources for part in source.split(',')} | {page.all('img')[0]['src']}
        same(named, set(files_in(web)) - {'manifest.json'}, 'pictures named')
        image = page.all('img')[0]
        assert image['alt'] and int(image['width']) and int(image['height']) and 'loading' not in image, image
        same([source['type'] for source in page.all('source')], ['image/avif', 'image/webp'], 'order')
        within('fully healed outcomes', text)
        within('results differ', text)
        data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1])
        same(data['@type'], 'ImageGallery', 'type')
        picture = data['associatedMedia'][0]
        same((picture['license'], picture['creditText'], picture['creator']['name']),
             ('https://clinic.example/licence', 'Clinic & Sons', 'Test Clinic'), 'rights')
        for tag in ('script', 'link', 'img', 'source'):
            for attributes in page.all(tag):
                for value in (attributes.get('src'), attributes.get('href')):
                    assert not value or '//' not in value, value
    within(f'https://clinic.example/result-{slug}.html', text_of(web, 'sitemap-images.xml'))


def test_again(clinic):
    """The same run again touches nothing; a withdrawal empties page and sitemap; other people's files stay."""
    code, slug, web = published(clinic)
    write(os.path.join(web, 'mine.html'), b'<p>mine')
    write(os.path.join(web, 'result-mine.html'), b'<p>mine too')
    before = {name: (digest(os.path.join(web, name)), os.stat(os.path.join(web, name)).st_mtime_ns) for name in os.listdir(web)}
    clinic.publish(web)
    after = {name: (digest(os.path.join(web, name)), os.stat(os.path.join(web, name)).st_mtime_ns) for name in os.listdir(web)}
    same(after, before, 'folder')
    clinic('consent', 'withdraw', code)
    clinic.publish(web, code=1)
    same(pages_in(web), {'index.html', 'results.css', 'results.js', 'sitemap-images.xml', 'mine.html', 'result-mine.html'}, 'pages')
    without(slug, text_of(web, 'index.html') + text_of(web, 'sitemap-images.xml'))
    within('no results to show', text_of(web, 'index.html'))


def test_no_name(clinic):
    """A caption with a client's name, whatever its case, accents or hyphens, keeps the page from being written."""
    _, _, web = published(clinic)
    before = {name: digest(os.path.join(web, name)) for name in pages_in(web)}
    for caption in (NAME, NAME.upper(), '-'.join(NAME.split()), 'Result of ' + NAME + ', {weeks}', ''.join(NAME.split())):
        clinic('destination', 'set', 'website', '--caption', caption)
        answer = clinic.publish(web, code=1)
        same(answer.error, 'refused', caption)
        without(NAME, answer.err, 'message')
        same({name: digest(os.path.join(web, name)) for name in pages_in(web)}, before, caption)
    clinic('destination', 'set', 'website', '--caption', '</script><b>{view}', '--disclosure', 'a < b & c')
    clinic.publish(web)
    text = text_of(web, 'index.html')
    Reader(text)
    within('a &lt; b &amp; c', text)
    without('<b>', text)


def test_ledger_as_table(clinic):
    """The ledger as a table has every file once, whatever its folder is called."""
    published(clinic)
    clinic.publish(clinic.path('a, "b"'))
    rows = list(csv.DictReader(clinic('publish', 'ledger', '--csv', as_json=False).out.splitlines()))
    same([(row['file'], row['folder'], row['sha256']) for row in rows],
         [(row['file'], row['folder'], row['sha256']) for row in clinic('publish', 'ledger')['items']], 'rows')


def test_budget(clinic):
    """No file weighs more than its place allows; the best that fits is taken; where none does, it is said."""
    _, _, web = published(clinic)
    sizes = {name: os.path.getsize(path) for name, path in files_in(web).items() if name.endswith('.jpg')}
    most = max(sizes.values())
    limit = max(10, most // 1024 * 3 // 4)
    clinic('destination', 'set', 'website', '--formats', 'jpeg', '--max-kib', limit)
    answer = clinic.publish(web, code=(0, 1))
    weights = [os.path.getsize(path) for name, path in files_in(web).items() if name.endswith('.jpg')]
    if answer['failed']:
        within('does not fit', answer['failed'][0])
    else:
        assert weights and max(weights) <= limit * 1024, (weights, limit)


golden.main()
