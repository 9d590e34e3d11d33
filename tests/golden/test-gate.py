"""What may be published and what may not: dates, healing, consent, person. The answers come from `publish check`."""
import golden
from golden import EVERYTHING, day, same, within

HEALING = 28


def paired(clinic, sessions=(-90, -60), after=-10, **options):
    """A client and a pair that lack nothing but consent."""
    code = clinic.client(sessions=[day(offset) for offset in sessions], **options)
    pair = clinic.pair(code, before=min(sessions) - 1, after=after)
    clinic('approve', pair, '--checked', EVERYTHING)
    return code, pair


def reason_texts(clinic, pair):
    answer = clinic('publish', 'check', pair, code=1)
    return ' '.join(reason['text'] for reason in answer['pairs'][0]['reasons'])


def phase_of(clinic, photo):
    found = clinic('photo', 'show', photo)
    return found['phase'], found.doc.get('days_since_session')


def test_first_and_last_day(clinic):
    """A consent counts from its first day through its last day, not a day more."""
    code, pair = paired(clinic)
    for since, until, reasons in ((-30, 0, []), (0, 0, []), (-30, -1, ['consent-expired']), (1, 30, ['consent-not-yet'])):
        clinic.consent(code, since=since, until=until)
        same(clinic.reasons(pair), reasons, f'from {since} until {until} days')
        code, pair = paired(clinic)


def test_reasons_say_the_day(clinic):
    """The reason against names the day in question."""
    code, pair = paired(clinic)
    clinic.consent(code, since=-30, until=-1)
    yesterday = golden.TODAY - golden.datetime.timedelta(days=1)
    within(f'{yesterday.day} {yesterday:%B} {yesterday.year}', reason_texts(clinic, pair))
    report = clinic.publish(clinic.path('web'), code=1)
    same([reason['code'] for reason in report['refused'][0]['reasons']], ['consent-expired'], 'reasons of a run')


def test_expires_after_publication(clinic):
    """What is out under a consent that has ended is recalled, and the next run removes it."""
    code, pair = clinic.ready('social-media')
    folder = clinic.path('out')
    clinic.publish(folder, 'social-media')
    files = set(golden.files_in(folder))
    clinic.consent(code, 'social-media', since=-40, until=-1)
    same(clinic.reasons(pair, 'social-media'), ['consent-expired'], 'reasons')
    due = clinic('consent', 'due')['due']
    same([(row['client'], row['kind'], row['takedowns']) for row in due], [(code, 'expired', 1)], 'due')
    same([row['reason'] for row in clinic('publish', 'takedowns')['takedowns']], ['expired'], 'take-downs')
    same(set(golden.files_in(folder)), files, 'folder before the run')
    same(clinic.publish(folder, 'social-media', code=1)['removed'], 1, 'removed')
    same(list(golden.files_in(folder)), ['manifest.json'], 'folder')


def test_old_form_found(clinic):
    """An older form that is recorded later does not take the place of the newer one, nor widen it."""
    code, pair = paired(clinic)
    clinic.consent(code, 'website', extra=['--signed', day(-30)])
    clinic.consent(code, 'website,print', since=-60, extra=['--signed', day(-60)])
    same(clinic.reasons(pair), ['changed-since-approval'], 'before it is looked at again')
    clinic('approve', pair, '--checked', EVERYTHING)
    same((clinic.reasons(pair), clinic.reasons(pair, 'print')), ([], ['scope-missing']), 'reasons')
    consents = clinic('consent', 'show', code)['consents']
    same([row['state'] for row in consents], ['active', 'replaced'], 'states')
    same([(row['event'], row['on']) for row in consents[1]['events']], [('signed', day(-60)), ('replaced', day(-30))],
         'events')


def test_replaced(clinic):
    """A new consent takes the old one's place from its first day on; a narrower one narrows."""
    code, pair = paired(clinic)
    clinic.consent(code, 'website,print')
    clinic.consent(code, 'print', since=0)
    same([row['state'] for row in clinic('consent', 'show', code)['consents']], ['replaced', 'active'], 'states')
    same((clinic.reasons(pair), clinic.reasons(pair, 'print')), (['scope-missing'], ['changed-since-approval']), 'reasons')
    later, second = paired(clinic)
    clinic.consent(later, 'website')
    clinic.consent(later, 'print', since=5)
    clinic('approve', second, '--checked', EVERYTHING)
    same((clinic.reasons(second), clinic.reasons(second, 'print')), ([], ['consent-not-yet']), 'until the new one begins')


def test_approval_lapses(clinic):
    """An approval lapses by itself with each change of what it was given on; what is out meanwhile stays."""
    def take_back():
        clinic('consent', 'withdraw', code, '--scope', 'print')
        return 'a use withdrawn'

    def redact():
        clinic('photo', 'redact', clinic('pair', 'show', pair)['after'], '--box', '1,1,4,4')
        return 'a cover'

    def date():
        clinic('photo', 'set', clinic('pair', 'show', pair)['after'], '--taken', day(-9))
        return 'a date'

    def frame():
        clinic('pair', 'frame', pair, '--exposure', '0.1')
        return 'the correction'

    def renew():
        clinic.consent(code, 'social-media,print', since=0)
        return 'a new consent'

    code, pair = clinic.ready('social-media,print')
    clinic.publish(clinic.path('out'), 'social-media')
    files = golden.files_in(clinic.path('out'))
    for change in (take_back, redact, date, frame, renew):
        what = change()
        same(clinic.reasons(pair, 'social-media'), ['changed-since-approval'], what)
        clinic.publish(clinic.path('out'), 'social-media', code=1)
        same(golden.files_in(clinic.path('out')), files, f'files after {what}')
        clinic('approve', pair, '--checked', EVERYTHING)
        same(clinic.reasons(pair, 'social-media'), [], f'approved again after {what}')


def test_scopes(clinic):
    """Each destination needs its own use."""
    code, pair = paired(clinic)
    clinic.consent(code, 'website,in-clinic')
    for destination, reasons in (('website', []), ('in-clinic', []), ('social-media', ['scope-missing']),
                                 ('print', ['scope-missing']), ('training', ['scope-missing']),
                                 ('listing', ['scope-missing'])):
        same(clinic.reasons(pair, destination), reasons, destination)


def test_identifiability(clinic):
    """A photo that shows more than was agreed to stays in."""
    code, pair = paired(clinic)
    clinic.consent(code, level='eyes-hidden')
    same(clinic.reasons(pair), [], 'a crown shows the scalp only')
    shown = clinic('pair', 'show', pair)
    clinic('photo', 'set', shown['after'], '--shows', 'full-face')
    same(clinic.reasons(pair), ['changed-since-approval', 'identifiability'], 'one photo with the whole face')
    clinic('photo', 'set', shown['after'], '--shows', 'eyes-hidden')
    clinic('approve', pair, '--checked', EVERYTHING)
    same(clinic.reasons(pair), [], 'eyes hidden')
    clinic.consent(code, level='scalp-only', since=0)
    same(clinic.reasons(pair), ['identifiability'], 'the new consent shows less')


def test_view_says_how_much(clinic):
    """A front view counts as the whole face until staff say otherwise."""
    code = clinic.client(sessions=[day(-90)])
    pair = clinic.pair(code, view='front-hairline')
    clinic('approve', pair, '--checked', EVERYTHING)
    clinic.consent(code, level='scalp-only')
    same(clinic.reasons(pair), ['identifiability'], 'reasons')
    for photo in (clinic('pair', 'show', pair)['before'], clinic('pair', 'show', pair)['after']):
        clinic('photo', 'set', photo, '--shows', 'scalp-only')
    same(clinic.reasons(pair), ['changed-since-approval'], 'once staff have said so')
    clinic('approve', pair, '--checked', EVERYTHING)
    same(clinic.reasons(pair), [], 'once staff have looked')


def test_coverage(clinic):
    """A consent for some photos or one treatment covers those and no others."""
    code, pair = paired(clinic)
    shown = clinic('pair', 'show', pair)
    clinic.consent(code, extra=['--photo', shown['before']])
    same(clinic.reasons(pair), ['not-covered'], 'one photo of two')
    clinic.consent(code, extra=['--photo', shown['before'], '--photo', shown['after']])
    same(clinic.reasons(pair), ['changed-since-approval'], 'both photos')
    clinic.consent(code, extra=['--photo', shown['after'], '--photo', shown['before'], '--photo', shown['after']])
    same([row['state'] for row in clinic('consent', 'show', code)['consents']], ['active', 'replaced', 'active'],
         'the same photos, named in another order')
    other, second = paired(clinic)
    first = clinic('treatment', 'list', other)['treatments'][0]['id']
    new = clinic('treatment', 'add', other, '--area', 'top')['id']
    clinic.consent(other, extra=['--treatment', new])
    same(clinic.reasons(second), ['not-covered'], 'another treatment')
    clinic.consent(other, extra=['--treatment', first])
    same(clinic.reasons(second), [], 'its treatment, the first consent for it')
    same(clinic.consent(other, extra=['--photo', shown['before']], code=(1, 2)).error, 'invalid', "another client's photo")
    clinic.consent(other, extra=['--photo', '1', '--treatment', '1'], code=2)


def test_minors(clinic):
    """A client who is not 18 yet is never published; one who turns 18 today may be."""
    born = golden.TODAY
    turned = born.replace(year=born.year - 18, day=min(born.day, 28))
    young = turned + golden.datetime.timedelta(days=5)
    for date, adult, reasons in ((turned, 'adult', []), (young, 'minor', ['client-minor'])):
        code, pair = paired(clinic, who=('--born', date.isoformat()))
        clinic.consent(code)
        same((clinic('client', 'show', code)['adult'], clinic.reasons(pair)), (adult, reasons), date.isoformat())
    code, pair = paired(clinic, who=('--adult',))
    clinic.consent(code)
    same(clinic.reasons(pair), [], 'attested by staff')
    code, pair = paired(clinic, who=('--adult', '--born', young.isoformat()))
    clinic.consent(code)
    same(clinic.reasons(pair), ['client-minor'], 'the birth date counts for more than the attestation')


def test_all_reasons(clinic):
    """The gate gives every reason at once."""
    code = clinic.client(who=('--born', day(-365 * 10)), sessions=[day(-90)])
    pair = clinic.pair(code, view='front-hairline')
    clinic.consent(code, 'print', level='scalp-only')
    same(sorted(clinic.reasons(pair)), ['client-minor', 'identifiability', 'not-approved', 'scope-missing'], 'reasons')


def test_healing_interval(clinic):
    """A photo is healed on the day the interval is over, not a day before."""
    code = clinic.client(sessions=[day(-90), day(-60)])
    before = clinic.photo(code, day(-90))
    same(phase_of(clinic, before)[0], 'before', 'the day of the first session')
    for offset, phase in ((-89, 'in-progress'), (-61, 'healed'), (-60, 'healing'), (-60 + HEALING - 1, 'healing'),
                          (-60 + HEALING, 'healed'), (0, 'healed')):
        photo = clinic.photo(code, day(offset))
        same(phase_of(clinic, photo)[0], phase, f'{offset} days')
        if phase == 'healed':
            clinic('pair', 'add', before, photo)
        else:
            same(clinic('pair', 'add', before, photo, code=1).error, 'refused', f'{offset} days')
    same(phase_of(clinic, clinic.photo(code, day(-60 + HEALING)))[1], HEALING, 'days since the session')
    same(clinic('client', 'show', code)['healed_from'], day(-60 + HEALING), 'healed from')


def test_longer_interval(where):
    """A clinic that waits longer waits longer."""
    clinic = golden.Clinic(where, create=('--healing', '42'))
    code = clinic.client(sessions=[day(-60)])
    same([phase_of(clinic, clinic.photo(code, day(-60 + days)))[0] for days in (28, 41, 42)],
         ['healing', 'healing', 'healed'], 'phases')


def test_session_added_later(clinic):
    """A session that is entered later may show that a result was none; what is out is recalled."""
    code, pair = clinic.ready('social-media')
    clinic.publish(clinic.path('out'), 'social-media')
    clinic('session', 'add', code, day(-20), '--kind', 'follow-up')
    same(clinic.reasons(pair, 'social-media'), ['pair-fault'], 'reasons')
    same([row['reason'] for row in clinic('publish', 'takedowns')['takedowns']], ['not-permitted'], 'take-downs')


def test_maintenance_after(clinic):
    """A maintenance session after the photo leaves the result as of its day; one before it starts healing anew."""
    code, pair = paired(clinic, after=-20)
    clinic.consent(code)
    clinic('session', 'add', code, day(-5), '--kind', 'maintenance')
    same(clinic.reasons(pair), [], 'after the photo')
    clinic('session', 'add', code, day(-25), '--kind', 'maintenance')
    same(clinic.reasons(pair), ['pair-fault'], 'five days before the photo')


def test_undated(clinic):
    """A photo without a date makes no claim, until staff state one, which the record then says."""
    code = clinic.client(sessions=[day(-90)])
    before = clinic.photo(code, day(-91))
    photo = clinic.photo(code)
    found = clinic('photo', 'show', photo)
    same((found['phase'], found['taken'], found['taken_source'], found['taken_by']), ('unknown', None, 'unknown', None),
         'undated')
    same(clinic('pair', 'add', before, photo, code=1).error, 'refused', 'pair')
    same(clinic('pair', 'suggest', code)['suggestions'], [], 'suggestions')
    clinic('photo', 'set', photo, '--taken', day(-10))
    found = clinic('photo', 'show', photo)
    same((found['phase'], found['taken'], found['taken_source']), ('healed', day(-10), 'stated'), 'stated')
    same(found['taken_by'], clinic('audit', 'show', '--last', '1')['entries'][0]['actor'], 'by whom')
    clinic('pair', 'add', before, photo)
    same(clinic('photo', 'set', photo, '--taken', day(1), code=2).error, 'invalid', 'tomorrow')


def test_no_pair(clinic):
    """Two photos of other views, other treatments, other clients, or one photo twice, are no pair."""
    code = clinic.client(sessions=[day(-90)])
    before, after = clinic.photo(code, day(-91)), clinic.photo(code, day(-10))
    top, unsaid = clinic.photo(code, day(-10), view='top'), clinic.photo(code, day(-10), view=None)
    other = clinic.client(sessions=[day(-90)])
    theirs = clinic.photo(other, day(-10))
    for first, second in ((before, before), (after, before), (before, top), (before, unsaid), (before, theirs)):
        same(clinic('pair', 'add', first, second, code=1).error, 'refused', f'{first} and {second}')
    clinic('pair', 'add', before, after)
    same(clinic('pair', 'add', before, after, code=1).error, 'exists', 'the same pair again')
    new = clinic('treatment', 'add', code)['id']
    clinic('photo', 'set', top, '--view', 'crown', '--treatment', new)
    same(clinic('pair', 'add', before, top, code=1).error, 'refused', 'another treatment')
    clinic('photo', 'set', theirs, '--treatment', new, code=(1, 2))


def test_photo_changed_after(clinic):
    """A view corrected after the approval breaks the pair."""
    code, pair = paired(clinic)
    clinic.consent(code)
    clinic('photo', 'set', clinic('pair', 'show', pair)['after'], '--view', 'top')
    same(clinic.reasons(pair), ['pair-fault'], 'reasons')


def test_alignment_is_checked(clinic):
    """Points outside the photos, or that fix no turn, are refused."""
    code = clinic.client(sessions=[day(-90)])
    pair = clinic.pair(code)
    for before, after in ((['100,5', '40,30'], ['5,5', '40,30']), (['5,5', '40,30'], ['-1,5', '40,30']),
                          (['5,5', '5,5'], ['5,5', '40,30']), (['5,5', '40,30'], ['7,7', '7,7'])):
        clinic('pair', 'align', pair, '--before', *before, '--after', *after, code=(1, 2))
    same(clinic('pair', 'show', pair)['alignment'], 1, 'alignment')
    answer = clinic('pair', 'align', pair, '--before', '5,5', '40,30', '5,30', '--after', '5,5', '40,30', '6,30')
    assert answer['residual_px'] > 0 and answer['alignment'] == 2, answer


def test_consent_is_complete(clinic):
    """A consent without a signature, ending before it begins, or signed tomorrow is none."""
    code = clinic.client()
    common = ['consent', 'record', code, '--scope', 'website', '--identifiability', 'full-face', '--signed-by', 'X']
    picture = clinic.picture()
    for words, wanted in ((['--from', day(0), '--until', day(9)], 2),
                          (['--from', day(0), '--until', day(9), '--signature', clinic.path('none.png')], 1),
                          (['--from', day(9), '--until', day(0), '--signature', picture], 2),
                          (['--from', day(0), '--until', day(9), '--signature', picture, '--signed', day(1)], 2),
                          (['--from', day(0), '--until', day(9), '--signature', __file__], 1)):
        clinic(*common, *words, code=wanted)
    same(clinic('consent', 'show', code)['consents'], [], 'consents')
    same(clinic('library', 'check')['pictures'], 0, 'signatures kept of consents that were refused')


golden.main()
