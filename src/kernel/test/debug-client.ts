import { Client, type ClientOptions, type Content } from './client.js';

/** A client that debugs as JupyterLab does: requests on the control channel, events on iopub. */
export class DebugClient {
  private seq = 0;
  /** Events that were taken already. */
  private taken = 0;

  private constructor(readonly kernel: Client) {}

  static of(kernel: Client): DebugClient {
    return new DebugClient(kernel);
  }

  static async start(options: ClientOptions = {}): Promise<DebugClient> {
    return new DebugClient(await Client.start(options));
  }

  /** The response, whether it tells of success or not. */
  response(command: string, given: object = {}): Promise<Content> {
    this.seq += 1;
    const content = { type: 'request', seq: this.seq, command, arguments: given };
    return this.kernel.request('debug_request', content, 'control');
  }

  /** The body of a response that must tell of success. */
  async request(command: string, given: object = {}): Promise<Content> {
    const response = await this.response(command, given);
    if (!response.success) throw new Error(`${command}: ${response.message}`);
    return response.body;
  }

  /** What JupyterLab's bug button sends. */
  async attach(): Promise<void> {
    await this.request('debugInfo');
    await this.request('initialize', { clientID: 'jupyterlab', linesStartAt1: true, columnsStartAt1: true });
    await this.request('attach');
  }

  get events(): Content[] {
    return this.kernel.iopubLog.filter((m) => m.header.msg_type === 'debug_event').map((m) => m.content);
  }

  /** Waits for the next event of this kind. */
  async event(name: string, ms?: number): Promise<Content> {
    const index = await this.kernel.until(() => {
      const found = this.events.findIndex((e, i) => i >= this.taken && e.event === name);
      return found < 0 ? undefined : found + 1;
    }, ms);
    this.taken = index;
    return this.events[index - 1].body;
  }

  /** Sets breakpoints in a cell's text, as a click beside the editor does. */
  async breakpoints(code: string, ...lines: number[]): Promise<Content[]> {
    const { sourcePath } = await this.request('dumpCell', { code });
    const breakpoints = lines.map((line) => ({ line }));
    const given = { source: { path: sourcePath }, breakpoints, sourceModified: false };
    return (await this.request('setBreakpoints', given)).breakpoints;
  }

  async frames(): Promise<Content[]> {
    return (await this.request('stackTrace', { threadId: 1 })).stackFrames;
  }

  /** Where the program stands: `In[3]:2`. */
  async where(): Promise<string> {
    const [{ name, line }] = await this.frames();
    return `${name}:${line}`;
  }

  /** Goes on, and waits until it stands again. */
  async step(command: 'next' | 'stepIn' | 'stepOut' | 'continue'): Promise<string> {
    await this.request(command, { threadId: 1 });
    await this.event('stopped');
    return this.where();
  }

  /** Variables of one scope of a frame, by name. */
  async variables(scope: string, frameId = 0): Promise<Record<string, string>> {
    const { scopes } = await this.request('scopes', { frameId });
    const { variablesReference } = scopes.find((s: Content) => s.name === scope);
    return Object.fromEntries((await this.parts(variablesReference)).map((v) => [v.name, v.value]));
  }

  async parts(variablesReference: number, range: object = {}): Promise<Content[]> {
    return (await this.request('variables', { variablesReference, ...range })).variables;
  }
}
