import { randomUUID } from 'node:crypto';
import type { CommMessage, ToWorker } from '../messages.js';

// biome-ignore lint/suspicious/noExplicitAny: whatever JSON the page sends; the cell knows what it is
type Data = any;

/** A line of messages to something in the client's page. Documented in `language/globals.ts`. */
export class Comm {
  onMessage?: (data: Data, buffers: Uint8Array[]) => void;
  onClose?: (data: Data) => void;

  constructor(
    readonly id: string,
    readonly target: string,
    private readonly post: (message: CommMessage) => void,
    private readonly forget: (id: string) => void,
  ) {}

  send(data: unknown, options: { metadata?: Record<string, unknown>; buffers?: Uint8Array[] } = {}): void {
    const { metadata = {}, buffers = [] } = options;
    this.post({ kind: 'comm_msg', content: { comm_id: this.id, data }, metadata, buffers });
  }

  close(data: unknown = {}): void {
    this.forget(this.id);
    this.post({ kind: 'comm_close', content: { comm_id: this.id, data }, metadata: {}, buffers: [] });
  }
}

/** The open comms of a session and the targets that cells have registered. */
export class Comms {
  private readonly targets = new Map<string, (comm: Comm, data: Data) => void>();
  private readonly open = new Map<string, Comm>();

  constructor(
    private readonly post: (message: ToWorker) => void,
    private readonly parent: () => string,
  ) {}

  register(target: string, onOpen: (comm: Comm, data: Data) => void): void {
    this.targets.set(target, onOpen);
  }

  private make(id: string, target: string): Comm {
    const send = (message: CommMessage): void => this.post({ type: 'comm', parent: this.parent(), ...message });
    const comm = new Comm(id, target, send, (gone) => this.open.delete(gone));
    this.open.set(id, comm);
    return comm;
  }

  /** Opens a comm from this side. */
  start(target: string, data: unknown = {}): Comm {
    const comm = this.make(randomUUID(), target);
    this.post({
      type: 'comm',
      parent: this.parent(),
      kind: 'comm_open',
      content: { comm_id: comm.id, target_name: target, data },
      metadata: {},
      buffers: [],
    });
    return comm;
  }

  /** A comm message from the client. An unknown target is closed at once, as the protocol says. */
  receive({ kind, content, buffers }: CommMessage): void {
    const { comm_id: id, target_name: target = '', data } = content;
    if (kind === 'comm_open') {
      const onOpen = this.targets.get(target);
      const comm = this.make(id, target);
      if (onOpen) onOpen(comm, data);
      else comm.close();
      return;
    }
    const comm = this.open.get(id);
    if (kind === 'comm_msg') comm?.onMessage?.(data, buffers);
    else {
      this.open.delete(id);
      comm?.onClose?.(data);
    }
  }
}
