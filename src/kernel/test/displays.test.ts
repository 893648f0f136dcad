import { expect, test } from 'vitest';
import { Displays } from '../protocol/displays.js';
import { encodeBundle } from '../user/bundle.js';
import { plotlyBundle } from '../user/plotly.js';

const figure = (height: number) => encodeBundle(plotlyBundle({ data: [{ type: 'bar', x: [1] }], layout: { height } }));
const text = encodeBundle({ 'text/plain': 'done' });

/** Texts and heights of what is sent for an output and its updates. */
function sent(bundles: ReturnType<typeof figure>[]): string[] {
  const displays = new Displays();
  return bundles.flatMap((bundle, i) =>
    displays
      .messages({ type: 'display', parent: 'p', id: 'a', update: i > 0, bundle })
      .map(
        ({ type, content }) =>
          `${type} ${JSON.parse(content).data['text/html'] ?? JSON.parse(content).data['text/plain']}`,
      ),
  );
}

test('between two live figures in one place comes an empty place of its height', () => {
  expect(sent([figure(200), figure(300), text, figure(100)])).toEqual([
    'display_data [Plotly figure: bar]',
    'update_display_data <div style="height:200px"></div>',
    'update_display_data [Plotly figure: bar]',
    'update_display_data done',
    'update_display_data [Plotly figure: bar]',
  ]);
});
