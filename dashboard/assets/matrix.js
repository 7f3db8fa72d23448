/* Draws a matrix of regions and subjects; on a narrow screen a list of regions that open. Heads sort through the address. */
(function () {
  'use strict';
  const e = (...parts) => window.React.createElement(...parts);
  const NARROW = window.matchMedia('(max-width: 48rem)');
  const SIGNS = { higher: '▲', lower: '▼', rising: '↗', falling: '↘' };
  const LOW = '-laag';
  /* What sorted last: the answer draws the matrix anew, and the reader stays where they were. */
  let pressed = null;

  const sign = (code, kind) => SIGNS[code] && e('span', { key: kind, className: kind, 'aria-hidden': true }, SIGNS[code] + ' ');
  const hidden = (words, key) => words && e('span', { key, className: 'hidden-text' }, ' ' + words);

  function useNarrow() {
    const [narrow, set] = window.React.useState(NARROW.matches);
    window.React.useEffect(() => {
      const look = () => set(NARROW.matches);
      NARROW.addEventListener('change', look);
      return () => NARROW.removeEventListener('change', look);
    }, []);
    return narrow;
  }

  function useFocusAgain(name) {
    const place = window.React.useRef(null);
    window.React.useEffect(() => {
      if (!name || pressed !== name) return;
      pressed = null;
      if (document.activeElement === document.body) place.current.focus({ preventScroll: true });
    }, []);
    return place;
  }

  function visit(event, href) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.history.pushState({}, '', href);
    window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
  }

  const place = (name, href) => (href ? e('a', { href, onClick: (event) => visit(event, href) }, name) : name);

  /* What a test found stands beside the figure; what it did not find is said without showing it, so findings stand out. */
  function inside([value, letter, side, words, trend], [look, direction, course], all) {
    const told = ['favourable', 'unfavourable', 'different'].includes(look);
    const moved = course === 'rising' || course === 'falling';
    return [
      e('span', { key: 'value', className: 'matrix-value' }, value, letter && ' ', letter && e('abbr', null, letter)),
      words && (told || all
        ? e('span', { key: 'told', className: 'matrix-told' }, ' ', sign(direction, 'matrix-sign'), hidden(side, 'side'), ' ', words)
        : hidden(words, 'told')),
      trend && (moved || all
        ? e('span', { key: 'trend', className: 'matrix-trend' }, ' ', sign(course, 'matrix-arrow'), trend)
        : hidden(trend, 'trend')),
    ];
  }

  function Head({ name, below, sorted, toggle, first }) {
    const ref = useFocusAgain(toggle && name);
    const state = sorted ? { 'aria-sort': sorted } : {};
    const mark = e('span', { className: 'matrix-order', 'aria-hidden': true }, sorted === 'ascending' ? '▴' : sorted ? '▾' : '');
    return e('th', { scope: 'col', className: first ? 'matrix-first' : undefined, ...state },
      toggle ? e('button', { type: 'button', ref, onClick: () => { pressed = name; toggle(); } }, name, ' ', mark) : name,
      below && e('span', { className: 'matrix-below' }, below));
  }

  function Wide({ caption, head, below, rows, looks, links, marked, keys, value, choose }) {
    const by = (value || '').replace(LOW, '');
    const heads = head.map((name, at) => {
      const key = keys && keys[at];
      const sorted = key && key === by ? (at === 0 || value.endsWith(LOW) ? 'ascending' : 'descending') : undefined;
      const toggle = key && (() => choose(at && value === key ? key + LOW : key));
      return e(Head, { key: at, name, below: at ? below[at - 1] : '', sorted, toggle, first: !at });
    });
    const lines = rows.map(([name, , ...cells], row) => e('tr', { key: name, className: marked.includes(row) ? 'own' : undefined },
      e('th', { scope: 'row', className: 'matrix-first' }, place(name, links[row])),
      cells.map((cell, at) => e('td', { key: at, className: 'matrix-' + looks[row][at][0] }, inside(cell, looks[row][at])))));
    const box = { className: 'matrix-box', tabIndex: 0, role: 'region', 'aria-label': caption };
    return e('div', box, e('table', { className: keys ? 'matrix' : 'matrix matrix-plain' },
      e('caption', null, caption), e('thead', null, e('tr', null, heads)), e('tbody', null, lines)));
  }

  function List({ caption, head, below, rows, looks, links, marked, orders, label, value, choose }) {
    const ref = useFocusAgain(orders && label);
    const picker = orders && e('label', { className: 'matrix-sorting' }, e('span', null, label),
      e('select', { ref, value, onChange: (event) => { pressed = label; choose(event.target.value); } },
        orders.map(([key, name]) => e('option', { key, value: key }, name))));
    const items = rows.map(([name, summary, ...cells], row) => e('li', { key: name, className: marked.includes(row) ? 'own' : undefined },
      e('details', { open: marked.includes(row) },
        e('summary', null, e('b', null, name), summary && e('span', { className: 'matrix-summary' }, summary)),
        e('dl', null, cells.map((cell, at) => e('div', { key: at, className: 'matrix-' + looks[row][at][0] },
          e('dt', null, head[at + 1], below[at] && e('span', { className: 'matrix-below' }, below[at])),
          e('dd', null, inside(cell, looks[row][at], true))))),
        links[row] && e('p', null, place(name, links[row])))));
    return e('div', { className: 'matrix-list', role: 'group', 'aria-label': caption },
      e('p', { className: 'matrix-caption' }, caption), picker, e('ul', null, items));
  }

  function Matrix({ setProps, ...props }) {
    const choose = (value) => setProps({ value });
    return e(useNarrow() ? List : Wide, { ...props, choose });
  }

  window.doorstroom = Object.assign({}, window.doorstroom, { Matrix });
})();
