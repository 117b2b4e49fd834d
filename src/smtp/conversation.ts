/**
 * The library's side of an SMTP session, set right in three places: a reply that brings its own enhanced code gets no
 * second one in front; AUTH is announced only where a password may be sent; addresses stay as the client wrote them
 * (the library turns `xn--` domains into Unicode, which no next hop without SMTPUTF8 could be given).
 */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import { hasEnhancedCode, REPLIES, type Reply, wordsOf } from './replies.ts';

class Conversation extends SMTPConnection {
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    if (Array.isArray(data)) super.send(code, this.secure ? data : data.filter(isNoAuth), context);
    else super.send(code, data, typeof data === 'string' && hasEnhancedCode(data) ? false : context);
  }

  override _parseAddressCommand(name: string, command: Buffer | string) {
    const parsed = super._parseAddressCommand(name, command);
    const written = /:\s*<([^<>]*)>/.exec(String(command))?.[1];
    if (parsed === false || written === undefined) return parsed;
    // RFC 5321 appendix C: a source route is accepted and ignored.
    return { ...parsed, address: written.replace(/^@[^\s,:@]+(?:,@[^\s,:@]+)*:/, '') };
  }
}

function isNoAuth(line: string): boolean {
  return !line.startsWith('AUTH ');
}

/** How long a letter may still be coming in after a stop was asked; its sender keeps it and sends it again. */
const LAST_BYTES_MS = 10_000;

export class Server extends SMTPServer {
  /** Sessions whose letter is coming in, and those whose letter is whole and being stored. */
  readonly #receiving = new Set<SMTPServerSession>();
  readonly #storing = new Set<SMTPServerSession>();
  #stopping = false;

  override connect(socket: Socket | TLSSocket, options?: SMTPConnectionOptions | null): void {
    const conversation = new Conversation(this, socket, options);
    this.connections.add(conversation);
    conversation.on('error', (error) => this.emit('error', error));
    conversation.init();
  }

  letterBegins(session: SMTPServerSession): void {
    this.#receiving.add(session);
  }

  letterIsWhole(session: SMTPServerSession): void {
    this.#receiving.delete(session);
    this.#storing.add(session);
  }

  letterIsAnswered(session: SMTPServerSession): void {
    this.#receiving.delete(session);
    this.#storing.delete(session);
    if (this.#stopping) this.dismiss(session, REPLIES.closing);
  }

  /** Says a last word to one client and closes its connection. */
  dismiss(session: SMTPServerSession, reply: Reply): void {
    for (const conversation of this.connections) {
      if (conversation.session !== session) continue;
      conversation.send(reply.code, wordsOf(reply));
      conversation.close();
    }
  }

  /**
   * Takes no more connections, ends those that are between letters, and resolves when the last letter is answered:
   * a letter that is being stored is waited for, one that is still coming in for a while.
   */
  async stop(): Promise<void> {
    this.#stopping = true;
    const closed = new Promise<void>((resolve) => this.close(resolve));
    this.#dismissBut(new Set([...this.#receiving, ...this.#storing]));
    const timer = setTimeout(() => this.#dismissBut(this.#storing), LAST_BYTES_MS);
    await closed;
    clearTimeout(timer);
  }

  #dismissBut(staying: ReadonlySet<SMTPServerSession>): void {
    for (const { session } of this.connections) if (!staying.has(session)) this.dismiss(session, REPLIES.closing);
  }

  /** Resolves with the port, where 0 was asked for; rejects where the address cannot be had. */
  open(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.listen(port, host, () => {
        this.server.off('error', reject);
        const address = this.server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }
}
