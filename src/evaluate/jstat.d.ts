// jstat has no types of its own; these are the two functions in use.
declare module 'jstat' {
  export const jStat: {
    readonly studentt: {
      /** The quantile at `p` of Student's t with `freedom` degrees of freedom. */
      inv(p: number, freedom: number): number;
      cdf(x: number, freedom: number): number;
    };
  };
}
