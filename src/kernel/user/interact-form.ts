/** The page's side of `kernel.interact`: a form of native controls, each with its label. */
export const FORM_ESM = `
function control({ name, kind, min, max, step, options }, model) {
  const input = document.createElement(kind === 'list' ? 'select' : 'input');
  if (kind === 'range') Object.assign(input, { type: 'range', min, max, step });
  if (kind === 'check') input.type = 'checkbox';
  if (kind === 'list') options.forEach((option, i) => input.append(new Option(String(option), i)));
  const shown = document.createElement('output');
  const show = () => {
    const value = model.get('values')[name];
    if (kind === 'check') input.checked = value;
    else if (kind === 'list') input.selectedIndex = options.indexOf(value);
    else if (input.value !== String(value)) input.value = value;
    if (kind === 'range') shown.value = value;
  };
  input.addEventListener('input', () => {
    const value =
      kind === 'range' ? input.valueAsNumber : kind === 'check' ? input.checked : kind === 'list' ? options[input.selectedIndex] : input.value;
    model.set('values', { ...model.get('values'), [name]: value });
    model.save_changes();
    show();
  });
  model.on('change:values', show);
  show();
  return { input, shown, stop: () => model.off('change:values', show) };
}

function render({ model, el }) {
  el.classList.add('typescript-kernel-form');
  // JupyterLab, which listens at the document, would take the arrow keys from a slider.
  const keep = (event) => {
    if (el.contains(event.target) && !event.ctrlKey && !event.metaKey) event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', keep, true);
  const stops = model.get('controls').map((spec) => {
    const { input, shown, stop } = control(spec, model);
    const label = document.createElement('label');
    const name = document.createElement('span');
    name.textContent = spec.name;
    label.append(name, input, shown);
    el.append(label);
    return stop;
  });
  return () => {
    window.removeEventListener('keydown', keep, true);
    stops.forEach((stop) => stop());
  };
}
export default { render };
`;

export const FORM_CSS = `
.typescript-kernel-form { font: 13px system-ui, sans-serif; color: var(--jp-ui-font-color1, inherit); padding: 2px 0; }
.typescript-kernel-form label { display: flex; align-items: center; gap: .6em; margin: 2px 0; }
.typescript-kernel-form label > span { width: 9em; overflow: hidden; text-overflow: ellipsis; }
.typescript-kernel-form input:not([type=checkbox]), .typescript-kernel-form select { width: 16em; box-sizing: border-box; }
.typescript-kernel-form input, .typescript-kernel-form select { font: inherit; accent-color: var(--jp-brand-color1, #0072b2); }
`;
