import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError, packageRoot } from '../../../base/index.js';
import type { Asked, Failed } from './workflow.js';

// Temporal's SDK is 263 MB and 149 packages, of which most users need none: it comes from the user's project. What is used of it is
// written down here, as of 1.24.0.

/** The version that the trials were made with. */
const VERSION = '1.24.0';

/** A workflow that was started. */
export interface Handle {
  describe(): Promise<{ readonly status: { readonly name: string }; readonly runId: string }>;
  result(): Promise<Failed[]>;
  cancel(): Promise<unknown>;
}

/** What a workflow is started with. */
interface Started {
  readonly workflowId: string;
  readonly taskQueue: string;
  readonly args: readonly [Asked];
  readonly workflowIdConflictPolicy: string;
  readonly workflowIdReusePolicy: string;
}

export interface ClientSdk {
  readonly Connection: { connect(o: object): Promise<{ close(): Promise<void> }> };
  readonly Client: new (
    o: object,
  ) => {
    readonly workflow: {
      start(name: string, o: Started): Promise<{ readonly firstExecutionRunId: string }>;
      getHandle(id: string, run?: string): Handle;
    };
  };
}

export interface WorkerSdk {
  readonly NativeConnection: { connect(o: object): Promise<{ close(): Promise<void> }> };
  readonly Worker: { create(o: object): Promise<{ run(): Promise<void>; shutdown(): void; getState(): string }> };
  readonly Runtime: { install(o: object): unknown };
  readonly DefaultLogger: new (level: string) => object;
  bundleWorkflowCode(o: object): Promise<object>;
}

/** What an activity knows of where it runs. */
export interface ActivityContext {
  readonly cancellationSignal: AbortSignal;
  /** Rejects when the activity is cancelled. */
  readonly cancelled: Promise<never>;
  heartbeat(): void;
}

export interface ActivitySdk {
  readonly Context: { current(): ActivityContext };
  readonly ApplicationFailure: {
    create(o: { readonly message: string; readonly type: string; readonly nonRetryable?: boolean }): Error;
  };
}

interface Parts {
  readonly client: ClientSdk;
  readonly worker: WorkerSdk;
  readonly activity: ActivitySdk;
}

const folders = () => [process.cwd(), packageRoot()];

/** A part of the SDK, from the folder that the command is given in, or above. @throws {InputError} that says how to install it */
export function temporalPart<P extends keyof Parts>(part: P): Parts[P] {
  return requireFrom(`@temporalio/${part}`, (require, name) => require(name) as Parts[P]);
}

/** The folder of packages that the SDK lies in, for what the workflow imports. */
export const temporalModules = (): string =>
  requireFrom('@temporalio/workflow', (require, name) =>
    dirname(dirname(dirname(require.resolve(name)).replace(/.lib$/, ''))),
  );

function requireFrom<T>(name: string, take: (require: NodeJS.Require, name: string) => T): T {
  for (const folder of folders()) {
    const require = createRequire(join(folder, 'package.json'));
    try {
      require.resolve(name);
    } catch {
      continue;
    }
    return take(require, name);
  }
  const all = ['client', 'worker', 'activity', 'workflow'].map((each) => `@temporalio/${each}@${VERSION}`);
  throw new InputError(
    'is not installed',
    name,
    `In the folder that you give the command in: npm install ${all.join(' ')}`,
  );
}
