import { describe, expect, it } from 'vitest';
import { readAppointment } from '../../../src/mail/contents/calendar.ts';
import { mixed, read } from './seen-letter.ts';

const event = (...lines: readonly string[]) =>
  ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\n');

describe('an appointment', () => {
  it('is read as a program shows it, folded lines joined', () => {
    const { text } = readAppointment(
      event(
        'SUMMARY;LANGUAGE=en-GB:Site visit\\, plot 14',
        'LOCATION:Tabley Road',
        'DESCRIPTION;ALTREP="cid:a:b":Please tell the firm\\nto fix the dra',
        ' inage\\; today.',
        'COMMENT:',
        'DTSTART:20261123T100000Z',
        'ORGANIZER;CN="Jane Marsh":mailto:jane@x.example',
        'ATTENDEE;ROLE=REQ-PARTICIPANT;CN=Tom Hale:MAILTO:tom@x.example',
        'ATTENDEE:mailto:sue@firm.example',
      ),
    );
    expect(text.split('\n\n')).toEqual([
      'Site visit, plot 14',
      'Tabley Road',
      'Please tell the firm\nto fix the drainage; today.',
      'Organizer: Jane Marsh <jane@x.example>',
      'Attendee: Tom Hale <tom@x.example>',
      'Attendee: sue@firm.example',
    ]);
  });

  it('of the older form is read too', () => {
    const old =
      'BEGIN:VCALENDAR\nVERSION:1.0\nDESCRIPTION;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:caf=C3=A9 =\nand tea\nEND:VCALENDAR';
    expect(readAppointment(old).text).toBe('café and tea');
  });

  it('gives what only its HTML says', async () => {
    const text = event('DESCRIPTION:Tea', 'X-ALT-DESC;FMTTYPE=text/html:<p>Pay the firm</p>');
    const { body } = await read(`Content-Type: text/calendar\n\n${text}`);
    expect(body).toMatchObject({ texts: [{ kind: 'calendar', stands: 'body', text: 'Tea\n\nPay the firm' }] });
  });

  const speaks = async (method: string, organiser: string, disposition = '') => {
    const text = event(`METHOD:${method}`, `ORGANIZER:mailto:${organiser}`, 'DESCRIPTION:Please come.');
    const { body } = await read(
      `From: jane@x.example\n${mixed(`Content-Type: text/calendar\n${disposition}\n${text}`)}`,
    );
    return body.kind === 'read' ? body.texts.map(({ stands, stretches }) => [stands, stretches[0]?.kind]) : [];
  };

  it('is its sender’s own words where they call it', async () => {
    expect(await speaks('REQUEST', 'Jane@X.example')).toEqual([['body', 'own']]);
  });

  it('is somebody else’s where it is answered, passed on, or attached', async () => {
    expect(await speaks('REPLY', 'jane@x.example')).toEqual([['body', 'quoted']]);
    expect(await speaks('REQUEST', 'sue@firm.example')).toEqual([['body', 'quoted']]);
    const attached = 'Content-Disposition: attachment; filename=invite.ics\n';
    expect(await speaks('REQUEST', 'jane@x.example', attached)).toEqual([['attached', 'quoted']]);
  });
});
