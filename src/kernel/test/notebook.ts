/** A notebook of code cells, as JSON text. A cell that begins with `//@tag` gets that tag. */
export function notebook(cells: readonly string[], kernel = 'typescript'): string {
  const codeCells = cells.map((text, i) => {
    const tag = /^\/\/@(\w+)\n/.exec(text);
    return {
      cell_type: 'code',
      id: `cell-${i}`,
      metadata: tag ? { tags: [tag[1]] } : {},
      execution_count: null,
      outputs: [],
      source: tag ? text.slice(tag[0].length) : text,
    };
  });
  const metadata = {
    kernelspec: { name: kernel, display_name: kernel, language: 'typescript' },
    language_info: { name: 'typescript' },
  };
  return JSON.stringify({ cells: codeCells, metadata, nbformat: 4, nbformat_minor: 5 });
}
