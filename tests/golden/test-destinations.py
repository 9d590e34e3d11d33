"""The places exports go to, as the clinic edits them, and what their rules make of a pair."""
import os

import golden
from golden import EVERYTHING, day, files_in, same, size_of, within


def pictures(clinic, place):
    clinic.publish(clinic.path(place), place)
    return [path for name, path in files_in(clinic.path(place)).items() if name.startswith('smp-')]


def test_presets(clinic):
    """A new library knows twelve places; each can be shown."""
    places = clinic('destination', 'list')['destinations']
    same(len(places), 12, 'places')
    for place in places:
        same(clinic('destination', 'show', place['name'])['label'], place['label'], 'label')


def test_editing(clinic):
    """A place is added like another, changed and removed; what makes no sense is refused in words."""
    clinic('destination', 'add', 'my-list', '--like', 'listing', '--label', 'My list', '--widths', '600')
    place = clinic('destination', 'set', 'my-list', '--shape', '4:5', '--mark', 'yes', '--max-kib', '90')
    same((place['shape'], place['mark'], place['max_kib'], place['widths'], place['scope'], place['labels']),
         ('4:5', True, 90, '600', 'listing-sites', False), 'rules')
    for words in (['--widths', '800,400'], ['--shape', '1:0'], ['--mark', 'perhaps'], ['--max-kib', '3'],
                  ['--formats', 'bmp'], ['--layout', 'slide'], ['--label', '']):
        clinic('destination', 'set', 'my-list', *words, code=(1, 2))
        same(clinic('destination', 'show', 'my-list').doc, place.doc, words[0])
    clinic('destination', 'remove', 'my-list')
    same(len(clinic('destination', 'list')['destinations']), 12, 'places')


def test_shapes(clinic):
    """Square, portrait and story are what they say; the result alone is one picture wide; a place with files stays."""
    code = clinic.client(sessions=[day(-90)])
    before, after = [clinic.photo(code, day(date), path=clinic.picture((600, 450))) for date in (-100, -10)]
    pair = clinic('pair', 'add', before, after)['id']
    clinic.consent(code, 'website,social-media,listing-sites')
    clinic('approve', pair, '--checked', EVERYTHING)
    for place, shape in (('social-media', 1), ('social-portrait', 4 / 5), ('social-story', 9 / 16), ('listing-after', 1)):
        paths = pictures(clinic, place)
        assert paths, place
        for path in paths:
            width, height = size_of(path)
            assert abs(width - height * shape) <= 2, (place, width, height)
    within('stays', clinic('destination', 'remove', 'social-story', code=1).err)


def test_names(clinic):
    """A place names its files its own way: another pattern renames them, a name always tells pairs apart, and never says who it is."""
    code, pair = clinic.ready()
    clinic.publish(clinic.path('site'))
    usual = {name for name in files_in(clinic.path('site')) if name.startswith('smp-crown-')}
    assert usual, files_in(clinic.path('site'))
    clinic('destination', 'set', 'website', '--names', '{clinic}-{area}-{view}-{pair}')
    clinic.publish(clinic.path('site'))
    names = [name for name in files_in(clinic.path('site')) if name.endswith('.jpg') and '/' not in name]
    assert names and all('-crown-crown-' in name and not name.startswith('smp-') for name in names), names
    same([name for name in files_in(clinic.path('site')) if name in usual], [], 'files of the old names')
    page = clinic.path('site', 'index.html')
    assert not os.path.exists(page) or not any(name in open(page, encoding='utf-8').read() for name in usual)
    same(clinic.publish(clinic.path('site'))['written'], 0, 'files written again')
    for bad in ('smp-{view}', 'SMP-{pair}', '../{pair}', '{name}-{pair}'):
        within('{pair}', clinic('destination', 'set', 'website', '--names', bad, code=2).err, bad)
    clinic('destination', 'set', 'website', '--names', golden.NAME.split()[0].lower() + '-{pair}')
    report = clinic.publish(clinic.path('other'), code=1)
    same([name for name in files_in(clinic.path('other')) if name.endswith('.jpg')], [], 'files that tell a name')
    assert report['failed'], report.doc
    clinic('destination', 'set', 'website', '--names', '')
    same(clinic('destination', 'show', 'website')['names'], None, 'names')


golden.main()
