"""What the golden tests share: a TAP runner, diptych-cli with its answers checked, a clinic in a folder of its own, and
pictures, drawn anew each time so that none is kept with the source.

A test is a function `test_…` of a script; its first docstring line is its name. It is handed what its parameters ask for:
`where`, an empty folder, or `clinic`, a new library in one."""
import datetime
import functools
import hashlib
import inspect
import json
import os
import random
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import traceback
import zlib

CLI = os.environ['DIP_CLI']
DRAW_PHOTO = os.environ['DIP_DRAW_PHOTO']
SHARED = os.environ.get('DIP_TEST_SHARED', '')
SUPPRESSIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '.ci', 'leaks-of-others')
# What a program under test must never say, whatever its exit code.
ALARMS = ('Sanitizer', 'runtime error:', 'CRITICAL', 'WARNING **', 'Traceback')
NAME = 'Wilhelmine Überall-Muster'
TODAY = datetime.date.today()
# What is looked for before a pair is approved.
EVERYTHING = 'face,tattoo,scar,jewellery,badge,reflection'


class Skip(Exception):
    """Raised with the reason why a test can't run here."""


def day(offset):
    """The ISO date so many days from today."""
    return (TODAY + datetime.timedelta(days=offset)).isoformat()


def same(got, want, what='value'):
    if got != want:
        raise AssertionError(f'{what}: got {got!r}, want {want!r}')


def within(part, whole, what='text'):
    if part not in whole:
        raise AssertionError(f'{what}: {part!r} is not in {whole!r}')


def without(part, whole, what='text'):
    if part in whole:
        raise AssertionError(f'{what}: {part!r} is in it')


# --- the program --------------------------------------------------------------------------------------------------

def environment(home, extra=None):
    env = {key: value for key, value in os.environ.items() if not key.startswith(('XDG_', 'LANG', 'LC_', 'DIP_FAULT'))}
    asan = 'halt_on_error=1:abort_on_error=0:exitcode=99:detect_leaks=1'
    env.update(HOME=home, XDG_DATA_HOME=os.path.join(home, 'data'), LC_ALL='C.UTF-8', TZ='UTC', G_DEBUG='fatal-warnings',
               ASAN_OPTIONS=asan, UBSAN_OPTIONS='halt_on_error=1:print_stacktrace=1:exitcode=99',
               LSAN_OPTIONS=f'suppressions={SUPPRESSIONS}:print_suppressions=0')
    env.update(extra or {})
    return env


class Answer:
    """How a command ended, and what it said where."""

    def __init__(self, words, code, out, err):
        self.words, self.code, self.out, self.err = words, code, out, err
        self.doc = None

    def __str__(self):
        return f'diptych-cli {" ".join(self.words)}\nexit {self.code}\nstdout: {self.out}\nstderr: {self.err}'

    def __getitem__(self, key):
        return self.doc[key]

    @property
    def error(self):
        return self.doc['error']['code']


def settle(process, words, code, as_json, timeout=120):
    """Waits for a started command and checks what every command has to keep to."""
    out, err = process.communicate(timeout=timeout)
    answer = Answer(words, process.returncode, out.decode(), err.decode())
    for alarm in ALARMS:
        assert alarm not in answer.err, f'{alarm!r} from {answer}'
    if answer.code not in (code if isinstance(code, tuple) else (code,)):
        raise AssertionError(f'want exit {code}: {answer}')
    if as_json:
        try:
            answer.doc = json.loads(answer.out)
        except ValueError as error:
            raise AssertionError(f'standard output is not one JSON document ({error}): {answer}') from None
        if 'error' in answer.doc:
            assert answer.code != 0 and answer.doc['error']['message'] in answer.err, f'{answer}'
    return answer


def start(*words, home, env=None, cwd=None):
    words = [str(word) for word in words]
    return subprocess.Popen([CLI, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=environment(home, env), cwd=cwd), words


def run(*words, home, code=0, as_json=True, env=None, cwd=None, timeout=120):
    """Runs diptych-cli. `code`: the exit code (or codes) it has to end with; `as_json`: with --json, answer in `.doc`."""
    process, words = start(*(['--json'] if as_json else []), *words, home=home, env=env, cwd=cwd)
    return settle(process, words, code, as_json, timeout)


class Clinic:
    """A library in a folder of its own. Called like a function it runs a command on it."""

    def __init__(self, where, name='Test Clinic', create=('--site', 'https://clinic.example')):
        self.where = where
        self.library = os.path.join(where, 'library')
        self.n_pictures = 0
        self('library', 'create', '--clinic', name, *create)

    def __call__(self, *words, **options):
        return run('--library', self.library, *words, home=self.where, **options)

    def start(self, *words, **options):
        return start('--library', self.library, '--json', *words, home=self.where, **options)

    def path(self, *names):
        return os.path.join(self.where, *names)

    def client(self, name=NAME, who=('--born', '1980-02-29'), sessions=(), treatment=True):
        """A new client with one treatment and initial sessions on these days; the code."""
        code = self('client', 'add', name, *who)['code']
        if treatment:
            self('treatment', 'add', code, '--area', 'crown', '--stage', 'norwood-3-vertex')
        for index, date in enumerate(sessions):
            self('session', 'add', code, date, '--kind', 'initial' if index == 0 else 'follow-up')
        return code

    def picture(self, size=(48, 36)):
        """The path of a new small picture unlike any other."""
        self.n_pictures += 1
        path = self.path(f'picture-{self.n_pictures}.png')
        write(path, png(self.n_pictures, *size))
        return path

    def photo(self, client, taken=None, view='crown', path=None, **options):
        """Imports one photo, a new one unless `path` is given; its id."""
        words = ['--view', view] if view else []
        words += ['--taken', taken] if taken else []
        return self('import', client, path or self.picture(), *words, **options)['files'][0]['photo']

    def pair(self, client, before=-100, after=-10, view='crown'):
        """A pair of photos taken so many days from today, lined up."""
        pair = self('pair', 'add', self.photo(client, day(before), view), self.photo(client, day(after), view))['id']
        self('pair', 'align', pair, '--before', '5,5', '40,30', '--after', '5,5', '40,30')
        return pair

    def consent(self, client, scope='website', level='full-face', since=-30, until=300, extra=(), **options):
        return self('consent', 'record', client, '--scope', scope, '--identifiability', level, '--from', day(since),
                    '--until', day(until), '--signed-by', NAME, '--signature', self.picture(), *extra, **options)

    def ready(self, scope='website', **options):
        """A client with one approved, consented pair, ready to be published: code and pair."""
        code = self.client(sessions=[day(-90), day(-60)], **options)
        pair = self.pair(code)
        self.consent(code, scope)
        self('approve', pair, '--checked', EVERYTHING)
        return code, pair

    def reasons(self, pair, destination='website'):
        """The codes of the reasons against publishing; empty when it is allowed."""
        answer = self('publish', 'check', '--destination', destination, pair, code=(0, 1))
        verdict = answer['pairs'][0]
        found = [reason['code'] for reason in verdict['reasons']]
        same((answer.code == 0, verdict['allowed']), (not found, not found), 'exit code, verdict')
        for reason in verdict['reasons']:
            assert reason['text'].endswith('.') and NAME not in reason['text'], reason['text']
        return found

    def publish(self, folder, destination='website', **options):
        return self('publish', 'run', '--destination', destination, '-o', folder, **options)

    def check(self):
        """The library is whole, its log too."""
        report = self('library', 'check')
        same((report['whole'], report['problems']), (True, []), 'library check')
        assert self('audit', 'verify')['whole']
        return report


# --- files --------------------------------------------------------------------------------------------------------

def read(path):
    with open(path, 'rb') as file:
        return file.read()


def write(path, data):
    with open(path, 'wb') as file:
        file.write(data)
    return path


def digest(path):
    return hashlib.sha256(read(path)).hexdigest()


def is_page(name):
    """Is it one of the web pages, not a picture?"""
    return os.path.splitext(name)[1] in ('.html', '.css', '.js', '.xml')


def files_in(folder):
    """Every file below a folder but the web pages, by its path within."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            if is_page(name):
                continue
            path = os.path.join(root, name)
            found[os.path.relpath(path, folder)] = path
    return dict(sorted(found.items()))


def state_of(folder):
    """What would show that anything below was touched: content, time of change, mode, of files and folders."""
    state = {}
    for root, folders, names in os.walk(folder):
        for name in [*folders, *names, '.']:
            path = os.path.join(root, name)
            info = os.lstat(path)
            content = digest(path) if stat.S_ISREG(info.st_mode) else None
            state[os.path.relpath(path, folder)] = (content, info.st_mtime_ns, stat.filemode(info.st_mode))
    return state


def assert_nowhere(needle, folder):
    """The text stands in no file below the folder and in no name, in any of the codings in which metadata comes."""
    forms = [needle.encode(), needle.encode('utf-16-le'), needle.encode('utf-16-be')]
    for name, path in files_in(folder).items():
        data = read(path)
        assert needle not in name and not any(form in data for form in forms), f'{needle!r} is in {path}'


# --- pictures -----------------------------------------------------------------------------------------------------

def png(seed, width=48, height=36, extra=b''):
    """A PNG of soft colours with noise: other pixels for every seed. `extra`: chunks to stand before the pixels."""
    dice = random.Random(seed)
    start = [dice.randrange(40, 120) for _ in range(3)]
    rows = bytearray()
    for y in range(height):
        noise = dice.randbytes(width * 3)
        rows += b'\0' + bytes((start[i % 3] + y + i // 6 + noise[i] % 24) & 255 for i in range(width * 3))
    header = struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + extra + chunk(b'IDAT', zlib.compress(bytes(rows), 1))
            + chunk(b'IEND', b''))


def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


@functools.cache
def drawn(options):
    """The JPEG and its landmarks. Each is drawn once per script."""
    with tempfile.TemporaryDirectory(prefix='dip-golden-') as where:
        path = os.path.join(where, 'drawn.jpg')
        done = subprocess.run([DRAW_PHOTO, *options, path], capture_output=True, env=environment(where), check=False)
        assert done.returncode == 0, f'draw-photo: {done.stderr.decode()}'
        return read(path), done.stdout.decode().split()


def draw_photo(path, *options):
    """Writes a JPEG of nobody as a phone does, laden with metadata; its two landmarks as words for `pair align`."""
    jpeg, marks = drawn(tuple(map(str, options)))
    write(path, jpeg)
    return marks


def segments(jpeg):
    """The segments before the pixels, as (marker, whole segment), and the rest."""
    found, at = [], 2
    while jpeg[at + 1] != 0xDA:
        size = 2 + struct.unpack('>H', jpeg[at + 2:at + 4])[0]
        found.append((jpeg[at + 1], jpeg[at:at + size]))
        at += size
    return found, jpeg[at:]


def bare(jpeg):
    """The same pixels without a word."""
    found, rest = segments(jpeg)
    kept = [data for marker, data in found if not 0xE1 <= marker <= 0xEF and marker != 0xFE]
    return b'\xff\xd8' + b''.join(kept) + rest


def segment(marker, data):
    return bytes((0xFF, marker)) + struct.pack('>H', len(data) + 2) + data


def with_segments(jpeg, *more):
    return jpeg[:2] + b''.join(more) + jpeg[2:]


def exif(taken=None, artist=None, orientation=None):
    """An APP1 segment as cameras write it."""
    def block(entries, at):
        """One directory: its entries, then the values that are too long for them."""
        table, values = struct.pack('<H', len(entries)), b''
        free = at + 2 + 12 * len(entries) + 4
        for tag, kind, count, value in sorted(entries):
            if len(value) > 4:
                table += struct.pack('<HHII', tag, kind, count, free + len(values))
                values += value + b'\0' * (len(value) % 2)
            else:
                table += struct.pack('<HHI', tag, kind, count) + value.ljust(4, b'\0')
        return table + b'\0\0\0\0' + values

    def text(tag, value):
        data = value.encode() + b'\0'
        return (tag, 2, len(data), data)

    main = [text(0x010F, 'Golden')]
    main += [text(0x013B, artist)] if artist else []
    main += [(0x0112, 3, 1, struct.pack('<H', orientation))] if orientation else []
    pointer = (0x8769, 4, 1, struct.pack('<I', 0))
    at = 8 + len(block([*main, pointer], 8))
    details = [text(0x9003, taken)] if taken else []
    data = (b'II*\0\x08\0\0\0' + block([*main, (0x8769, 4, 1, struct.pack('<I', at))], 8) + block(details, at))
    return segment(0xE1, b'Exif\0\0' + data)


def size_of(path):
    """Width and height in pixels, read from the container itself."""
    data = read(path)
    if data[:2] == b'\xff\xd8':
        frame = next(segment for marker, segment in segments(data)[0] if marker in (0xC0, 0xC1, 0xC2))
        height, width = struct.unpack('>HH', frame[5:9])
    elif data[:8] == b'\x89PNG\r\n\x1a\n':
        width, height = struct.unpack('>II', data[16:24])
    elif data[8:16] == b'WEBPVP8X':
        width, height = 1 + int.from_bytes(data[24:27], 'little'), 1 + int.from_bytes(data[27:30], 'little')
    elif data[8:16] == b'WEBPVP8 ':
        width, height = (side & 0x3FFF for side in struct.unpack('<HH', data[26:30]))
    elif data[8:16] == b'WEBPVP8L':
        bits = int.from_bytes(data[21:25], 'little')
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif data[4:12] == b'ftypavif':
        at = data.index(b'ispe')
        width, height = struct.unpack('>II', data[at + 8:at + 16])
    else:
        raise AssertionError(f'{path} is of no known kind: {data[:16]!r}')
    return width, height


# --- the runner ---------------------------------------------------------------------------------------------------

def call(test):
    """Runs a test in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix='dip-golden-') as where:
        makers = {'where': lambda: where, 'clinic': lambda: Clinic(where)}
        test(**{name: makers[name]() for name in inspect.signature(test).parameters})


def attempt(test):
    """How the test ended as a TAP directive, and what to say about it."""
    try:
        call(test)
        return 'ok', '', ''
    except Skip as reason:
        return 'ok', f' # SKIP {reason}', ''
    except Exception as error:  # pylint: disable=broad-except
        places = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
        lines = [f'{os.path.basename(frame.filename)}:{frame.lineno}: {frame.line}' for frame in places]
        return 'not ok', '', '\n'.join([*lines, f'{type(error).__name__}: {error}'])


def main():
    """Runs the calling script's tests in their order; prints TAP. Words of the command line choose tests by name."""
    global TODAY
    module = inspect.stack()[1].frame.f_globals
    tests = [value for name, value in module.items() if name.startswith('test_') and callable(value)]
    tests = [test for test in tests if len(sys.argv) == 1 or any(word in test.__name__ for word in sys.argv[1:])]
    print(f'1..{len(tests)}', flush=True)
    failed = 0
    for number, test in enumerate(tests, 1):
        TODAY = datetime.date.today()
        result, directive, trace = attempt(test)
        if trace and datetime.date.today() != TODAY:
            # It ran across midnight.
            TODAY = datetime.date.today()
            result, directive, trace = attempt(test)
        failed += bool(trace)
        print(f'{result} {number} {inspect.getdoc(test).splitlines()[0]}{directive}', flush=True)
        for line in trace.splitlines():
            print(f'# {line}', flush=True)
    sys.exit(1 if failed else 0)
