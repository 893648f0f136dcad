import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** The version of the messaging protocol that the kernel speaks. */
export const PROTOCOL_VERSION = '5.4';
const DELIMITER = Buffer.from('<IDS|MSG>');

export interface Header {
  msg_id: string;
  session: string;
  username: string;
  date: string;
  msg_type: string;
  version: string;
}

export interface Message {
  /** Routing frames, to send the reply back by. */
  identities: Buffer[];
  header: Header;
  parent: Partial<Header>;
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
  buffers: Buffer[];
}

export interface Outgoing {
  type: string;
  /** An object, or one that is written as JSON already. */
  content: object | string;
  parent?: Partial<Header> | undefined;
  metadata?: object | string;
  buffers?: Uint8Array[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * JSON whose texts have no half of a surrogate pair: Python reads one and then cannot write the notebook. JSON.stringify
 * writes halves, and nothing else, as escapes.
 */
const wellFormed = (json: string): string =>
  json.includes('\\ud') ? json.replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, '$1\ufffd') : json;

/** Signs, writes and reads the messages of one connection. */
export class Wire {
  readonly session = randomUUID();
  private readonly algorithm: string;

  constructor(
    private readonly key: string,
    scheme: string,
  ) {
    this.algorithm = scheme.replace(/^hmac-/, '');
  }

  private sign(parts: readonly (Buffer | string)[]): string {
    if (!this.key) return '';
    const hmac = createHmac(this.algorithm, this.key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  }

  private genuine(signature: Buffer, parts: readonly Buffer[]): boolean {
    if (!this.key) return true;
    const expected = Buffer.from(this.sign(parts));
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  }

  write(identities: readonly Buffer[], message: Outgoing): (Buffer | string | Uint8Array)[] {
    const header: Header = {
      msg_id: randomUUID(),
      session: this.session,
      username: 'kernel',
      date: new Date().toISOString(),
      msg_type: message.type,
      version: PROTOCOL_VERSION,
    };
    const parts = [header, message.parent ?? {}, message.metadata ?? {}, message.content].map((p) =>
      wellFormed(typeof p === 'string' ? p : JSON.stringify(p)),
    );
    return [...identities, DELIMITER, this.sign(parts), ...parts, ...(message.buffers ?? [])];
  }

  /** Undefined for what is not a message of this connection: foreign, damaged, or signed with another key. */
  read(frames: readonly Buffer[]): Message | undefined {
    const at = frames.findIndex((frame) => frame.equals(DELIMITER));
    if (at < 0 || frames.length < at + 6) return undefined;
    const parts = frames.slice(at + 2, at + 6);
    if (!this.genuine(frames[at + 1]!, parts)) return undefined;
    try {
      const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part.toString('utf8')) as unknown);
      if (!isRecord(header) || typeof header.msg_id !== 'string' || typeof header.msg_type !== 'string')
        return undefined;
      if (!isRecord(content)) return undefined;
      return {
        identities: frames.slice(0, at),
        header: header as unknown as Header,
        parent: isRecord(parent) ? (parent as Partial<Header>) : {},
        metadata: isRecord(metadata) ? metadata : {},
        content,
        buffers: frames.slice(at + 6),
      };
    } catch {
      return undefined;
    }
  }
}
