/** Messages of the Debug Adapter Protocol, as far as they are alike. */
export interface DapRequest {
  seq: number;
  command: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON from the client; each command knows its own
  arguments: any;
}

export interface DapResponse {
  type: 'response';
  seq: number;
  request_seq: number;
  command: string;
  success: boolean;
  message?: string;
  body: object;
}

export interface DapEvent {
  type: 'event';
  seq: number;
  event: string;
  body: object;
}
