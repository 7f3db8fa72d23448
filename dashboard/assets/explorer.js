/* Draws the table of the explorer: the head of each column is a button that sorts, and the order lives in the address. */
(function () {
  'use strict';
  const e = (...parts) => window.React.createElement(...parts);
  /* A cell is text, or text with its code behind it. */
  const inside = (cell) => (Array.isArray(cell) ? [cell[0] && cell[0] + ' ', e('code', { key: 1 }, cell[1])] : cell);
  /* The head that was pressed last: the answer brings a new table, and the reader should stay where they were. */
  let pressed = null;
  const SIGN = { ascending: '▲', descending: '▼' };

  /* Numbers start with the highest, words with the first letter; then the other way round, then no order. */
  function next(value, column, numeric) {
    const both = numeric ? ['-' + column, column] : [column, '-' + column];
    if (value === both[0]) return both[1];
    return value === both[1] ? '' : both[0];
  }

  function way(value, column) {
    if (value === column) return 'ascending';
    return value === '-' + column ? 'descending' : undefined;
  }

  function Grid({ value, caption, head, columns, rows, numeric = [], marked = [], hint, setProps }) {
    const own = window.React.useRef(null);
    window.React.useEffect(() => {
      window.doorstroom.watched(own.current);
      const head = pressed && own.current.querySelector(`[data-column="${pressed}"]`);
      if (head && document.activeElement === document.body) head.focus({ preventScroll: true });
    }, []);
    const side = (at) => (numeric.includes(at) ? 'number' : undefined);
    const heads = head.map((name, at) => {
      const sorted = way(value, columns[at]);
      const press = () => {
        pressed = columns[at];
        setProps({ value: next(value, columns[at], numeric.includes(at)) });
      };
      const sign = e('span', { 'aria-hidden': true, className: 'sort-sign' }, SIGN[sorted] || '↕');
      const button = e('button', { type: 'button', onClick: press, title: hint, 'data-column': columns[at] }, name, '\u00a0', sign);
      return e('th', { key: columns[at], scope: 'col', className: side(at), 'aria-sort': sorted }, button);
    });
    const line = (row, place) => {
      const cells = row.map((cell, at) =>
        at ? e('td', { key: at, className: side(at) }, inside(cell)) : e('th', { key: at, scope: 'row' }, inside(cell)));
      return e('tr', { key: place, className: marked.includes(place) ? 'own' : undefined }, cells);
    };
    const content = e('table', null,
      e('caption', null, caption), e('thead', null, e('tr', null, heads)), e('tbody', null, rows.map(line)));
    const box = { ref: own, className: 'table-box tall sortable', tabIndex: 0, role: 'region', 'aria-label': caption };
    return e('div', box, content);
  }

  window.doorstroom = Object.assign({}, window.doorstroom, { Grid });
})();
