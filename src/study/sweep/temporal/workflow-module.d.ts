/** What the workflow uses of Temporal's SDK, which comes from the user's project. */
declare module '@temporalio/workflow' {
  export function proxyActivities<A>(options: object): A;
  export function isCancellation(error: unknown): boolean;
}
