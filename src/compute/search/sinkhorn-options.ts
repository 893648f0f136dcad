/** How {@link sinkhorn} goes. */
export interface SinkhornOptions {
  /** What scores are multiplied by before exp: the inverse of the entropic regulariser's weight. */
  readonly temperature: number;
  /** Normalisations of rows, then columns; the columns' is the last. */
  readonly steps: number;
  /** Cells kept: the k best of each row and of each column; 0 or none: all, strip by strip. */
  readonly candidates?: number | undefined;
  /**
   * Score of having no partner: a pair that scores less is less likely than both of its ends being left alone. null or
   * none: every entity has a partner.
   */
  readonly slack?: number | null | undefined;
}

/** What has to be normalised: potentials f of the rows and g of the columns; log P = temperature · s − f_i − g_j. */
export interface Potentials {
  /** N. */
  readonly left: Float64Array;
  /** M. */
  readonly right: Float64Array;
}

/** Slack in the potentials' terms: half of it stands on either side. undefined: none. */
export const halfSlack = ({ slack, temperature }: SinkhornOptions): number | undefined =>
  slack === undefined || slack === null ? undefined : (temperature * slack) / 2;
