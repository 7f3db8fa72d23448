/* Draws a matrix of regions, one line each. Heads sort through the address; a narrow screen shows one column of it. */
(function () {
  'use strict';
  const e = (...parts) => window.React.createElement(...parts);
  const NARROW = window.matchMedia('screen and (max-width: 48rem)');
  const SIGNS = { higher: '▲', lower: '▼', rising: '↗', falling: '↘' };
  const TOLD = ['favourable', 'unfavourable', 'different'];
  const LOW = '-laag', NAMED = '-naam';
  /* What sorted last: the answer draws the matrix anew, and the reader stays where they were. */
  let pressed = null;

  /* The reader's own region: the matrices listen, so that another one needs no new matrix. */
  let own = '';
  const heard = new Set();
  const listen = (hear) => { heard.add(hear); return () => heard.delete(hear); };
  function Marking({ code }) {
    window.React.useEffect(() => { own = code; heard.forEach((hear) => hear()); }, [code]);
    return null;
  }
  const leadsTo = (href, code) => Boolean(code) && href.split('?')[0].endsWith('/' + code);

  const sign = (code, kind) => e('span', { key: kind, className: kind, 'aria-hidden': true }, SIGNS[code] || '');
  const hidden = (words, key) => words && e('span', { key, className: 'hidden-text' }, ', ' + words);

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

  /* Every part has a place of its own, so that figures, letters and signs stand under each other. The words are there
     for who does not see the signs; a narrow screen has room to show those of a tested difference. */
  function Cell({ cell, said, shown }) {
    const [value, letter = '', look = 'untold', direction = '', course = '', why = ''] = [].concat(cell);
    const words = said[look + ' ' + direction] || said[look] || why;
    if (!/^[^a-z(]*$/i.test(value)) return e('td', { className: 'matrix-words' }, value, letter && e('abbr', null, letter));
    const told = shown && TOLD.includes(look);
    return e('td', { className: 'matrix-' + look },
      e('span', { className: 'matrix-value' }, value),
      e('abbr', null, letter),
      sign(direction, 'matrix-sign'), hidden(look !== 'different' && said[direction], 'side'),
      !told && hidden(words, 'told'),
      sign(course, 'matrix-arrow'), hidden(said[course], 'trend'),
      told && e('span', { className: 'matrix-told' }, ' ', words));
  }

  /* A count, and its word where it has one. */
  function Count({ words }) {
    const [, count, rest] = /^(–|[\d.,]*)(.*)$/.exec(words);
    return count ? e('td', null, e('span', { className: 'matrix-value' }, count), rest) : e('td', { className: 'matrix-words' }, rest);
  }

  function Head({ name, within, below, sorted, toggle }) {
    const ref = useFocusAgain(toggle && name);
    const state = sorted ? { 'aria-sort': sorted } : {};
    const mark = e('span', { className: 'matrix-order', 'aria-hidden': true }, sorted === 'ascending' ? '▴' : sorted ? '▾' : '');
    const full = [within && e('span', { key: 0, className: 'hidden-text' }, within + ', '), name];
    return e('th', { scope: 'col', ...state },
      toggle ? e('button', { type: 'button', ref, onClick: () => { pressed = name; toggle(); } }, full, ' ', mark) : full,
      below && e('span', { className: 'matrix-below' }, below));
  }

  /* Neighbours of one group share a head above their own. */
  function grouped(groups, at) {
    const runs = [];
    at.forEach((column) => {
      const last = runs[runs.length - 1];
      if (last && last.name === groups[column]) last.span += 1;
      else runs.push({ name: groups[column], span: 1 });
    });
    return runs.map(({ name, span }, key) => e('th', { key, scope: 'colgroup', colSpan: span, className: 'matrix-group' }, name));
  }

  function Grid({ caption, head, below, groups, rows, said, total, foot, keys, value, choose, at, one }) {
    const mine = window.React.useSyncExternalStore(listen, () => own);
    const by = (value || '').replace(LOW, '').replace(NAMED, '');
    const down = value && !value.endsWith(LOW) && !value.endsWith(NAMED);
    const title = (column) => {
      const key = keys && keys[column + 1], sorted = key && key === by && !value.endsWith(NAMED);
      return e(Head, {
        key: column, name: head[column + 1], below: below[column], within: groups[column],
        sorted: sorted ? (down ? 'descending' : 'ascending') : undefined,
        toggle: key && !one ? () => choose(value === key ? key + LOW : key) : undefined,
      });
    };
    const byName = keys && !one && (() => choose(keys[0]));
    const named = keys && (value === keys[0] || value.endsWith(NAMED));
    const corner = e('th', { scope: 'col', className: 'matrix-first', rowSpan: one ? 1 : 2, 'aria-sort': named ? 'ascending' : undefined },
      byName ? e('button', { type: 'button', onClick: byName }, head[0], ' ', named && e('span', { className: 'matrix-order', 'aria-hidden': true }, '▴')) : head[0]);
    const lines = rows.map(([name, href, ...cells], row) => {
      const kind = [leadsTo(href, mine) && 'own', total && !row && 'matrix-total'].filter(Boolean).join(' ');
      return e('tr', { key: name, className: kind || undefined },
        e('th', { scope: 'row', className: 'matrix-first' }, place(name, href)),
        at.map((column) => e(Cell, { key: column, cell: cells[column], said, shown: one })));
    });
    const counts = foot && e('tfoot', null,
      e('tr', null, e('th', { scope: 'rowgroup', colSpan: at.length + 1, className: 'matrix-first' }, foot[0])),
      foot.slice(1).map(([name, ...numbers]) => e('tr', { key: name },
        e('th', { scope: 'row', className: 'matrix-first' }, name),
        at.map((column) => e(Count, { key: column, words: numbers[column] })))));
    const heads = one ? e('tr', null, corner, at.map(title)) : [
      e('tr', { key: 0 }, corner, grouped(groups, at)), e('tr', { key: 1 }, at.map(title))];
    return e('div', { className: 'matrix-box', tabIndex: 0, role: 'region', 'aria-label': caption },
      e('table', { className: one ? 'matrix matrix-one' : keys ? 'matrix' : 'matrix matrix-plain' },
        e('caption', null, e('span', null, caption)), e('thead', null, heads), e('tbody', null, lines), counts));
  }

  function Choice({ label, value, options, choose }) {
    const ref = useFocusAgain(label);
    return e('label', null, e('span', null, label),
      e('select', { ref, value, onChange: (event) => { pressed = label; choose(event.target.value); } },
        options.map(([key, name]) => e('option', { key, value: key }, name))));
  }

  /* One subject at a time: which one and how it is sorted is one word in the address. */
  function Narrow(props) {
    const { head, groups, keys, value, labels, choose } = props;
    const [subject, order, ...orders] = labels;
    const ends = [NAMED, '', LOW];
    const end = value === keys[0] ? NAMED : ends.find((each) => each && value.endsWith(each)) || '';
    const key = value === keys[0] ? keys[1] : value.slice(0, value.length - end.length);
    const named = keys.slice(1).map((each, at) => [each, [head[at + 1], groups[at]].filter(Boolean).join(' · ')]);
    return e('div', null,
      e('div', { className: 'matrix-choices' },
        e(Choice, { label: subject, value: key, options: named, choose: (next) => choose(next === keys[1] && end === NAMED ? keys[0] : next + end) }),
        e(Choice, { label: order, value: end, options: ends.map((each, at) => [each, orders[at]]), choose: (next) => choose(key === keys[1] && next === NAMED ? keys[0] : key + next) })),
      e(Grid, { ...props, at: [keys.indexOf(key) - 1], one: true }));
  }

  function Matrix({ setProps, ...props }) {
    const narrow = useNarrow();
    const choose = (value) => setProps({ value });
    const at = props.head.slice(1).map((_, column) => column);
    return narrow && props.keys ? e(Narrow, { ...props, choose }) : e(Grid, { ...props, choose, at });
  }

  window.doorstroom = Object.assign({}, window.doorstroom, { Matrix, Marking });
})();
