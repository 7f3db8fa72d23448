/* Draws a table from its rows; sent as cells instead of elements, a table is a third of the size. The roles are said
   because a style sheet that lays rows out for a telephone takes them away in some browsers. */
(function () {
  'use strict';
  const e = (...parts) => window.React.createElement(...parts);
  /* A cell is text, or text with a name from a file behind it. */
  const inside = (cell) => (Array.isArray(cell) ? [cell[0] && cell[0] + ' ', e('code', { key: 1 }, cell[1])] : cell);

  /* Says so when a table is wider than its box. */
  const sized = new ResizeObserver((boxes) => boxes.forEach(({ target }) => {
    const box = target.closest('.table-box');
    if (!box) return;
    const head = document.querySelector('[data-sideways]');
    if (box.scrollWidth > box.clientWidth + 8) box.dataset.more = head ? `${head.dataset.sideways} →` : '→';
    else delete box.dataset.more;
  }));
  const watched = (box) => box && [box, box.querySelector('table')].forEach((one) => sized.observe(one));

  function Table({ caption, head, rows, numeric = [], marked = [], tall = false }) {
    const side = (at) => (numeric.includes(at) ? 'number' : undefined);
    const heads = head.map((name, at) => e('th', { key: at, scope: 'col', role: 'columnheader', className: side(at) }, name));
    const line = (row, place) => {
      const cells = row.map((cell, at) =>
        at ? e('td', { key: at, role: 'cell', className: side(at) }, inside(cell)) : e('th', { key: at, scope: 'row', role: 'rowheader', className: side(at) }, inside(cell)));
      return e('tr', { key: place, role: 'row', className: marked.includes(place) ? 'own' : undefined }, cells);
    };
    const content = e('table', { role: 'table' },
      e('caption', null, e('span', null, caption)), e('thead', { role: 'rowgroup' }, e('tr', { role: 'row' }, heads)), e('tbody', { role: 'rowgroup' }, rows.map(line)));
    const box = { ref: watched, className: tall ? 'table-box tall' : 'table-box', tabIndex: 0, role: 'region', 'aria-label': caption };
    return e('div', box, content);
  }

  window.doorstroom = Object.assign({}, window.doorstroom, { Table, watched });
})();
