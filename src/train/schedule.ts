/**
 * The step length at step `step` (from 0) of `total`, as a factor on the learning rate: linear from 0 over the first
 * `warmup` share of the steps, then constant, or half a cosine down to 0 (transformers' cosine schedule with warm-up).
 */
export function rateFactor(
  step: number,
  total: number,
  o: { readonly schedule: 'constant' | 'cosine'; readonly warmup: number },
): number {
  const rising = Math.floor(total * o.warmup);
  if (step < rising) return step / rising;
  if (o.schedule === 'constant') return 1;
  const progress = (step - rising) / Math.max(1, total - rising);
  return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
}
