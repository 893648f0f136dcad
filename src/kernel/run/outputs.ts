import type { Message } from '../protocol/wire.js';

/** An output as a notebook file has it. */
export type Output = Record<string, unknown> & { output_type: string };

type Content = Record<string, unknown>;

/** Gathers what cells show, as nbclient does: streams joined, outputs replaced by their display id, cleared. */
export class Outputs {
  private current: Output[] = [];
  private clearing = false;
  private readonly shown = new Map<string, Output[]>();

  /** A new cell begins; answers with the list that will hold its outputs. */
  begin(): Output[] {
    this.current = [];
    this.clearing = false;
    return this.current;
  }

  take({ header, content }: Message): void {
    const { msg_type: type } = header;
    if (type === 'clear_output') {
      if (content.wait === true) this.clearing = true;
      else this.current.length = 0;
    } else if (type === 'update_display_data') this.update(content);
    else if (/^(stream|display_data|execute_result|error)$/.test(type)) this.add(type, content);
  }

  private add(type: string, { transient, ...content }: Content): void {
    if (this.clearing) this.current.length = 0;
    this.clearing = false;
    const last = this.current.at(-1);
    if (type === 'stream' && last?.output_type === 'stream' && last.name === content.name) {
      last.text = String(last.text) + String(content.text);
      return;
    }
    const output = { output_type: type, ...content };
    this.current.push(output);
    const id = (transient as { display_id?: string } | undefined)?.display_id;
    if (id) this.shown.set(id, [...(this.shown.get(id) ?? []), output]);
  }

  private update({ transient, data, metadata }: Content): void {
    const id = (transient as { display_id?: string } | undefined)?.display_id ?? '';
    for (const output of this.shown.get(id) ?? []) Object.assign(output, { data, metadata });
  }
}
