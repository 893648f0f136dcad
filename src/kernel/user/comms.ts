import { randomUUID } from 'node:crypto';
import type { CommMessage, CommSent, ToWorker } from '../messages.js';
import { objectJson, toJson } from './mime.js';

// biome-ignore lint/suspicious/noExplicitAny: whatever JSON the page sends; the cell knows what it is
type Data = any;

type Buffers = readonly (ArrayBuffer | ArrayBufferView)[];

/** Copies of the bytes: a view is posted with all of the memory behind it. */
function copies(buffers: Buffers): Uint8Array[] {
  if (!Array.isArray(buffers)) throw new TypeError('Comm: "buffers" is a list of ArrayBuffers or views of them');
  return Array.from(buffers, (buffer) => {
    if (ArrayBuffer.isView(buffer)) return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).slice();
    if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer).slice();
    throw new TypeError('Comm: each of "buffers" is an ArrayBuffer or a view of one, such as a Uint8Array');
  });
}

/** A comm's message as JSON, checked in the cell that sends it. */
function message(kind: CommSent['kind'], id: string, target: string, data: unknown, more: SendOptions = {}): CommSent {
  const named = kind === 'comm_open' ? `,"target_name":${JSON.stringify(target)}` : '';
  return {
    kind,
    id,
    target,
    content: `{"comm_id":${JSON.stringify(id)}${named},"data":${toJson('Comm: the data', data)}}`,
    metadata: objectJson('Comm: the metadata', more.metadata),
    buffers: copies(more.buffers ?? []),
  };
}

export interface SendOptions {
  metadata?: Record<string, unknown>;
  buffers?: Buffers;
}

/** A line of messages to something in the client's page. Documented in `language/globals.ts`. */
export class Comm {
  onMessage?: (data: Data, buffers: Uint8Array[]) => void;
  onClose?: (data: Data) => void;

  constructor(
    readonly id: string,
    readonly target: string,
    private readonly post: (message: CommSent) => void,
    private readonly forget: (id: string) => void,
  ) {}

  send(data: unknown, options: SendOptions = {}): void {
    this.post(message('comm_msg', this.id, this.target, data, options));
  }

  close(data: unknown = {}): void {
    const last = message('comm_close', this.id, this.target, data);
    this.forget(this.id);
    this.post(last);
  }
}

function checkTarget(target: unknown): void {
  if (typeof target !== 'string')
    throw new TypeError(`kernel.comms: the target is a text, not of type ${typeof target}`);
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
    checkTarget(target);
    if (typeof onOpen !== 'function') throw new TypeError('kernel.comms.register(): the second argument is a function');
    this.targets.set(target, onOpen);
  }

  private make(id: string, target: string): Comm {
    const send = (message: CommSent): void => this.post({ type: 'comm', parent: this.parent(), ...message });
    const comm = new Comm(id, target, send, (gone) => this.open.delete(gone));
    this.open.set(id, comm);
    return comm;
  }

  /** Opens a comm from this side. */
  start(target: string, data: unknown = {}, options: SendOptions = {}): Comm {
    checkTarget(target);
    const id = randomUUID();
    const opening = message('comm_open', id, target, data, options);
    const comm = this.make(id, target);
    this.post({ type: 'comm', parent: this.parent(), ...opening });
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
