/**
 * Text in a dress that mailparser knows and we do not care to: character sets beyond those of TextDecoder. It gets one
 * part at a time, never a whole letter, and nothing that it could fetch or link.
 */
import { MailParser } from 'mailparser';

/** `bytes` with their transfer encoding undone already. Rejects where mailparser gives up. */
export function readUncommonText(bytes: Buffer, parameters: ReadonlyMap<string, string>): Promise<string> {
  const parser = new MailParser({
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
  });
  return new Promise((resolve, reject) => {
    let text = '';
    parser.on('data', (data) => {
      if (data.type === 'text') text = data.text ?? '';
      else data.release();
    });
    parser.on('end', () => resolve(text));
    parser.on('error', reject);
    parser.write(headOf(parameters));
    parser.end(bytes);
  });
}

/** Written anew, so that nothing of the sender's header is read twice. */
function headOf(parameters: ReadonlyMap<string, string>): string {
  const charset = parameters.get('charset')?.replace(/[^\w.:+-]/g, '');
  return `Content-Type: text/plain${charset ? `; charset="${charset}"` : ''}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`;
}
