// %% [markdown]
// # Widgets
// For JupyterLab: `pip install anywidget` beside it. A reader's change reaches the kernel, and what the kernel changes the page.

// %% [markdown]
// A function that runs again when a control is changed. A figure, a table, a text: whatever a cell can show.

// %%
kernel.interact({ points: { min: 5, max: 200, value: 40 }, noise: { min: 0, max: 1, value: 0.2 }, mode: ['lines', 'markers'] }, ({ points, noise, mode }) => {
  const x = Array.from({ length: points }, (_, i) => (6 * i) / points);
  return { data: [{ type: 'scatter', mode, x, y: x.map((v) => Math.sin(v) + noise * Math.random()) }], layout: { height: 260 } };
})

// %% [markdown]
// A widget of one's own: `esm` is the page's side ([anywidget](https://anywidget.dev)), a text or the path of a file.

// %%
const esm = `
function render({ model, el }) {
  const button = document.createElement('button');
  const show = () => { button.textContent = 'clicked ' + model.get('count') + ' times'; };
  button.onclick = () => { model.set('count', model.get('count') + 1); model.save_changes(); };
  model.on('change:count', show);
  show();
  el.append(button);
}
export default { render };`;
const counter = kernel.widget({ esm, state: { count: 0 } });
counter.onChange(() => console.log(`the kernel knows of ${counter.state.count}`));
counter

// %%
counter.state.count += 10;
