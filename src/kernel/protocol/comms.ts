import type { CommMessage, CommSent } from '../messages.js';
import type { MainThread } from './main-thread.js';
import type { Header, Message, Outgoing } from './wire.js';

/** Passes comm messages between the client and the cells, and knows which comms are open. */
export class Comms {
  private readonly open = new Map<string, string>();

  constructor(
    private readonly main: MainThread,
    private readonly publish: (message: Outgoing) => void,
  ) {}

  /** From the client to the cells. */
  async receive({ header, content, metadata, buffers }: Message): Promise<void> {
    const kind = header.msg_type as CommMessage['kind'];
    if (typeof content.comm_id !== 'string') return;
    if (kind === 'comm_open') this.open.set(content.comm_id, String(content.target_name ?? ''));
    if (kind === 'comm_close') this.open.delete(content.comm_id);
    this.main.post({
      type: 'comm',
      parent: header.msg_id,
      kind,
      content: content as CommMessage['content'],
      metadata,
      buffers,
    });
    // The handler's answers belong between busy and idle, unless a cell keeps it waiting.
    await this.main.settled(200);
  }

  /** From the cells to the client. */
  send({ kind, id, target, content, metadata, buffers }: CommSent, parent: Partial<Header> | undefined): void {
    if (kind === 'comm_open') this.open.set(id, target);
    if (kind === 'comm_close') this.open.delete(id);
    this.publish({ type: kind, content, metadata, buffers, parent });
  }

  /** The open comms, of one target or of all. */
  info(target: unknown): Record<string, { target_name: string }> {
    const entries = [...this.open].filter(([, name]) => typeof target !== 'string' || target === '' || name === target);
    return Object.fromEntries(entries.map(([id, target_name]) => [id, { target_name }]));
  }
}
