"""A second parser of letters: what python's own `email` package finds in them.

One letter a line on standard input, in base64; one line of JSON for each on standard output.
"""
import base64
import binascii
import html.parser
import json
import re
import signal
import sys
from email import message_from_bytes, policy

INLINE = {'a', 'abbr', 'acronym', 'b', 'bdi', 'bdo', 'big', 'cite', 'code', 'del', 'dfn', 'em', 'font', 'i', 'ins', 'kbd',
          'mark', 'q', 's', 'samp', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'tt', 'u', 'var', 'wbr', 'nobr'}
SECONDS = 5


class GaveUp(Exception):
    pass


def give_up(*_):
    raise GaveUp()


class Words(html.parser.HTMLParser):
    """What a page says outside scripts and style sheets. An unfinished tag at the end is no text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.mute = 0

    def handle_starttag(self, tag, attrs):
        if tag in ('script', 'style'):
            self.mute += 1
        elif tag not in INLINE:
            self.found.append('\n')

    def handle_endtag(self, tag):
        if tag in ('script', 'style'):
            self.mute = 0
        elif tag not in INLINE:
            self.found.append('\n')

    def handle_data(self, data):
        if not self.mute:
            self.found.append(data)


def text_of_html(source):
    words = Words()
    words.feed(source)
    return ''.join(words.found)


def text_of_calendar(source):
    if not re.search(r'^BEGIN:V', source, re.I | re.M):
        return source
    lines = re.split(r'\r?\n', re.sub(r'\r?\n[ \t]', '', source))
    said = [re.match(r'(?:SUMMARY|DESCRIPTION|COMMENT|LOCATION)(?:;[^":]*)?:(.*)', line, re.I) for line in lines]
    return '\n'.join(re.sub(r'\\[nN]', '\n', match.group(1)) for match in said if match)


def text_of(subtype, source):
    if subtype in ('html', 'x-amp-html'):
        return text_of_html(source)
    if subtype == 'calendar' or subtype == 'x-vcalendar':
        return text_of_calendar(source)
    if subtype in ('enriched', 'richtext'):
        return re.sub(r'<[^<>]{0,60}>', '', source)
    if subtype == 'rtf' and source.lstrip().startswith('{\\rtf'):
        return ''
    return source


def encoding_of(part):
    """`base64 (comment)` is base64: get_payload takes the whole value for the name, the header's own parser does not."""
    try:
        field = part['content-transfer-encoding']
        said = str(getattr(field, 'cte', field) or '').strip().lower()
    except Exception:
        return ''
    if field is not None and said != str(field).lower():
        del part['content-transfer-encoding']
        part['content-transfer-encoding'] = said
    return said


def content(part):
    encoding_of(part)
    try:
        return part.get_content()
    except (LookupError, KeyError, ValueError, AttributeError, binascii.Error):
        payload = part.get_payload(decode=True)
        return (payload or b'').decode('latin-1')


def visit(part, found, depth=0):
    if depth > 60:
        return
    main, subtype = part.get_content_maintype(), part.get_content_subtype()
    if part.is_multipart():
        found['around'] += [text for text in (part.preamble, part.epilogue) if text]
        encoding = encoding_of(part) if main == 'message' else ''
        if encoding == 'base64' and subtype != 'delivery-status':
            # It reads the letter within as it stands, packed.
            try:
                raw = base64.b64decode(part.get_payload(0).as_bytes())
            except binascii.Error:
                return
            visit(parsed(raw), found, depth + 1)
            return
        if encoding in ('base64', 'quoted-printable'):
            # Taken for header lines while packed, its own cannot be had back.
            return
        for inner in part.get_payload():
            visit(inner, found, depth + 1)
    elif main == 'text':
        found['texts'].append(text_of(subtype, content(part)))
    elif main == 'multipart':
        found['texts'].append(part.get_payload())


def named(address):
    """Bytes that it could not read are kept as surrogates."""
    raw = address.encode('utf-8', 'surrogateescape')
    try:
        return raw.decode('utf-8')
    except UnicodeDecodeError:
        return raw.decode('latin-1')


def addresses(letter, name):
    return [named(a.addr_spec) for field in letter.get_all(name, []) for a in field.addresses
            if a.username and a.domain]


def parsed(raw):
    # RFC 5322 section 4.5 lets white space stand before the colon; it would end the header there.
    raw = re.sub(rb'^([!-9;-~]{1,100})[ \t]+:', rb'\1:', raw, flags=re.M)
    # RFC 2045 section 5.1 wants quotes around these; all but python take the boundary whole without.
    raw = re.sub(rb'(\bboundary=)([\w+.\-=/?:]{1,1000})', rb'\1"\2"', raw, flags=re.I)
    return message_from_bytes(raw, policy=policy.default)


def read(raw, found):
    letter = parsed(raw)
    for step in (lambda: visit(letter, found), lambda: found['subjects'].extend(map(str, letter.get_all('subject', [])))):
        attempt(step, found)
    for name in ('from', 'to', 'cc', 'sender'):
        attempt(lambda: found['people'].update({name: addresses(letter, name)}), found)


def attempt(step, found):
    try:
        step()
    except GaveUp:
        raise
    except Exception as error:
        found['failed'].append(f'{type(error).__name__}: {error}'[:200])


def main():
    signal.signal(signal.SIGALRM, give_up)
    for line in sys.stdin.buffer:
        found = {'texts': [], 'around': [], 'subjects': [], 'people': {}, 'failed': []}
        signal.alarm(SECONDS)
        try:
            read(base64.b64decode(line), found)
        except GaveUp:
            found['failed'].append('it took too long')
        finally:
            signal.alarm(0)
        sys.stdout.write(json.dumps(found) + '\n')
        sys.stdout.flush()


main()
