import { Reply, Router, XPublisher } from 'zeromq';
import { address, type Connection } from './connection.js';
import { type Message, type Outgoing, Wire } from './wire.js';

type Incoming = 'shell' | 'control' | 'stdin';

/** Sends one message after the other: a ZeroMQ socket refuses a second send while one is under way. */
class Outbox {
  private last: Promise<void> = Promise.resolve();
  constructor(private readonly socket: { send(frames: (Buffer | string | Uint8Array)[]): Promise<void> }) {}

  send(frames: (Buffer | string | Uint8Array)[]): Promise<void> {
    // A client that is gone is no reason to fail.
    this.last = this.last.then(() => this.socket.send(frames)).catch(() => {});
    return this.last;
  }

  get sent(): Promise<void> {
    return this.last;
  }
}

/** The five sockets of a kernel. */
export class Sockets {
  readonly wire: Wire;
  private readonly routers: Record<Incoming, Router>;
  private readonly iopub = new XPublisher({ linger: 1000, sendHighWaterMark: 0, verbosity: 'allSubs' });
  private readonly heartbeat = new Reply({ linger: 0 });
  private readonly outboxes: Record<Incoming | 'iopub', Outbox>;

  constructor(private readonly connection: Connection) {
    this.wire = new Wire(connection.key, connection.signature_scheme);
    // handover: a client that reconnects under its old identity is heard again (jupyter_client's kernels do the same)
    const router = (): Router => new Router({ linger: 1000, handover: true, sendHighWaterMark: 0 });
    this.routers = { shell: router(), control: router(), stdin: router() };
    this.outboxes = {
      shell: new Outbox(this.routers.shell),
      control: new Outbox(this.routers.control),
      stdin: new Outbox(this.routers.stdin),
      iopub: new Outbox(this.iopub),
    };
  }

  /** Binds all sockets, then hands every genuine message to `receive`. */
  async open(receive: (channel: Incoming, message: Message) => void): Promise<void> {
    const { connection, routers } = this;
    await Promise.all([
      ...(['shell', 'control', 'stdin'] as const).map((c) => routers[c].bind(address(connection, c))),
      this.iopub.bind(address(connection, 'iopub')),
      this.heartbeat.bind(address(connection, 'hb')),
    ]);
    for (const channel of ['shell', 'control', 'stdin'] as const) void this.pump(channel, receive);
    void this.beat();
    void this.welcome();
  }

  private async pump(channel: Incoming, receive: (channel: Incoming, message: Message) => void): Promise<void> {
    for await (const frames of this.routers[channel]) {
      const message = this.wire.read(frames as Buffer[]);
      if (message) receive(channel, message);
    }
  }

  /**
   * Tells each subscriber that it is heard (JEP 65): from here on it misses nothing. What comes on the socket is a byte, 1 for a new
   * subscription, and its topic; the message goes out under this topic, and has no parent.
   */
  private async welcome(): Promise<void> {
    for await (const [frame] of this.iopub) {
      if (frame?.[0] !== 1) continue;
      const topic = frame.subarray(1);
      const message = { type: 'iopub_welcome', content: { subscription: topic.toString('utf8') } };
      void this.outboxes.iopub.send(this.wire.write(topic.length > 0 ? [topic] : [], message));
    }
  }

  private async beat(): Promise<void> {
    for await (const frames of this.heartbeat) await this.heartbeat.send(frames).catch(() => {});
  }

  publish(message: Outgoing): Promise<void> {
    return this.outboxes.iopub.send(this.wire.write([Buffer.from(message.type)], message));
  }

  /**
   * Answers a request on the channel that it came by.
   * @param started when the kernel took it up: clients note how long cells take
   */
  reply(channel: Incoming, request: Message, content: object, started: Date): Promise<void> {
    const type = request.header.msg_type.replace(/_request$/, '_reply');
    const message = { type, content, parent: request.header, metadata: { started: started.toISOString() } };
    return this.outboxes[channel].send(this.wire.write(request.identities, message));
  }

  /** Asks the client of `request` for a line of input. */
  ask(request: Message, content: object): Promise<void> {
    const message = { type: 'input_request', content, parent: request.header };
    return this.outboxes.stdin.send(this.wire.write(request.identities, message));
  }

  /** Resolves when all that was to be sent is with ZeroMQ. */
  async flushed(): Promise<void> {
    await Promise.all(Object.values(this.outboxes).map((o) => o.sent));
  }

  async close(): Promise<void> {
    await this.flushed();
    for (const socket of [...Object.values(this.routers), this.iopub, this.heartbeat]) socket.close();
    // What is under way ends with the next turn of the event loop; the last words need a moment on the wire.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
