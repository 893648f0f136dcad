/** An error as it crosses to another process. */
export interface ToldError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
}

/** What the pool tells a worker. */
export type ToWorker<J> =
  | { readonly type: 'job'; readonly id: number; readonly job: J; readonly threads: number }
  | { readonly type: 'stop' };

/** What a worker tells the pool; `alive` every few seconds, whatever it does. */
export type FromWorker<R> =
  | { readonly type: 'alive' }
  | { readonly type: 'done'; readonly id: number; readonly result: R }
  | { readonly type: 'failed'; readonly id: number; readonly error: ToldError };
