import type { MatchStage } from '../../graph/index.js';
import type { ReviewData } from '../data.js';
import type { Decision } from './decisions.js';

/** Which pairs are listed, and in what order. */
export interface View {
  /** In a label or an id; case makes no difference. */
  readonly text: string;
  readonly least: number;
  readonly most: number;
  readonly stage: MatchStage | 'all';
  readonly decision: Decision | 'all' | 'decided';
  readonly order: 'unsure' | 'sure' | 'left' | 'right' | 'given';
}

/** Answers with the places of the pairs that a view lists. */
export function viewer(data: ReviewData, decisionOf: (place: number) => Decision): (view: View) => number[] {
  const { left, right, pairs } = data;
  const texts = pairs.map((pair) => {
    const [l, r] = [left[pair.left]!, right[pair.right]!];
    return [l.label, l.id, r.label, r.id].join('\n').toLowerCase();
  });
  const places = [...pairs.keys()];
  const collator = new Intl.Collator(undefined, { numeric: true });
  const byLabel = (entities: typeof left, end: 'left' | 'right') => (a: number, b: number) =>
    collator.compare(entities[pairs[a]![end]]!.label, entities[pairs[b]![end]]!.label) || a - b;
  const compare: Record<View['order'], (a: number, b: number) => number> = {
    unsure: (a, b) => pairs[a]!.sure - pairs[b]!.sure || a - b,
    sure: (a, b) => pairs[b]!.sure - pairs[a]!.sure || a - b,
    left: byLabel(left, 'left'),
    right: byLabel(right, 'right'),
    given: (a, b) => a - b,
  };
  const orders = new Map<View['order'], number[]>();
  const ordered = (order: View['order']) => {
    if (!orders.has(order)) orders.set(order, [...places].sort(compare[order]));
    return orders.get(order)!;
  };
  return ({ text, least, most, stage, decision, order }) => {
    const wanted = text.trim().toLowerCase();
    return ordered(order).filter((place) => {
      const pair = pairs[place]!;
      if (pair.sure < least || pair.sure > most) return false;
      if (stage !== 'all' && pair.stage !== stage) return false;
      if (decision !== 'all') {
        const made = decisionOf(place);
        if (decision === 'decided' ? made === 'open' : made !== decision) return false;
      }
      return texts[place]!.includes(wanted);
    });
  };
}
