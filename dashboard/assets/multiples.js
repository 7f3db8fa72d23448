/* Draws a small chart for every region, as many beside each other as there is room for; each leads to its region. */
(function () {
  'use strict';
  const e = (...parts) => window.React.createElement(...parts);
  const NARROWEST = 120, GAP = 20, NAME = 17, PLOT = 72, ROW = 190, TOP = 44, END = 3.5, LETTER = 7;
  /* Arrows along the line, not minus and plus: those would read as the sign of the figure beside them. */
  const SIGNS = { rising: 'M1,10L10,1M4,1H10V7', falling: 'M1,1L10,10M10,4V10H4', no_signal: 'M1,5.5H12M4,2.5L1,5.5L4,8.5M9,2.5L12,5.5L9,8.5' };

  function visit(event, href) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.history.pushState({}, '', href);
    window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
  }

  const sign = (kind, x, y) => SIGNS[kind] && e('path', { className: 'small-sign', d: SIGNS[kind], fill: 'none', transform: `translate(${x} ${y})` });
  const line = (kind, d, dots) => d && e('path', { className: kind, d, fill: 'none', strokeDasharray: dots ? '1 4' : undefined, strokeLinecap: 'round' });

  function Region({ region, x, y, wide, first, aside, own, shared }) {
    const [code, name, value, at, firm, loose, end, when = shared.when] = region;
    const [look, kind, words] = shared.kinds[at];
    const { country, breaks, axis, size, link } = shared;
    const href = link.replace('{code}', code);
    const said = { name: name.join(' ').replace(/- /g, '-').replace(/\/ /g, '/'), value, when, words: words.join(' ') };
    const aloud = shared.aloud.replace(/\{(\w+)\}/g, (_, part) => said[part]);
    const [across, down] = [wide / size[0], PLOT / size[1]];
    const text = (lines, className, from, left = 0) => lines.map((each, at) => e('text', { key: className + at, className, x: left, y: from + at * NAME }, each));
    const below = TOP + 24 + PLOT;
    const drawing = e('g', { transform: `translate(0 ${TOP + 12})` },
      e('g', { transform: `scale(${across} ${down})` },
        axis.map(([at]) => e('path', { key: 'a' + at, className: 'small-axis', d: `M0,${at}H${size[0]}` })),
        breaks.map((at) => e('path', { key: 'b' + at, className: 'small-break', d: `M${at},0V${size[1]}`, strokeDasharray: '1 3' })),
        line('small-country', country[0]), line('small-country', country[1], true),
        line('small-line', firm), line('small-line', loose, true)),
      first && axis.map(([at, said]) => e('text', { key: 'w' + at, className: 'small-scale', ...(aside ? { x: -6, y: at * down + 4, textAnchor: 'end' } : { x: 0, y: at * down - 2 }) }, said)),
      end && e('circle', { className: end[2] ? 'small-end small-hollow' : 'small-end', cx: end[0] * across, cy: end[1] * down, r: END }));
    return e('g', { role: 'listitem', className: `small small-${look}${own ? ' small-own' : ''}`, transform: `translate(${x} ${y})` },
      e('a', { href, 'aria-label': aloud, 'aria-current': own ? 'true' : undefined, onClick: (event) => visit(event, href) },
        e('rect', { className: 'small-area', 'aria-hidden': true, x: -8, y: -8, width: wide + 16, height: ROW - 4, rx: 3 })),
      /* What is written stays outside the link: in lines it is not the name that the link has. */
      e('g', { className: 'small-written', 'aria-hidden': true },
        text(name, 'small-name', 14 + NAME * (2 - name.length)),
        text([value], 'small-value', 14 + NAME * 2),
        drawing,
        sign(kind, 0, below + 1), text(words, 'small-words', below + 11, SIGNS[kind] ? 18 : 0)));
  }

  function Key({ kind, words }) {
    const [look, trend] = kind.split(' ');
    const drawn = look === 'country' ? e('path', { className: 'small-country', d: 'M1,8H29', fill: 'none' })
      : [e('path', { key: 'l', className: 'small-line', d: 'M1,8H10', fill: 'none' }), e('g', { key: 's' }, sign(trend, 16, 2.5))];
    return e('li', { className: look === 'axis' ? 'small-told' : `small-${look}` },
      look !== 'axis' && e('svg', { className: 'small-key', viewBox: '0 0 30 16', 'aria-hidden': true, focusable: 'false' }, drawn), words);
  }

  function Multiples({ regions, own, title, description, skip, label, legend, ...shared }) {
    const box = window.React.useRef(null);
    const [width, set] = window.React.useState(0);
    window.React.useLayoutEffect(() => {
      const look = () => set(Math.floor(box.current.clientWidth));
      const watch = new ResizeObserver(look);
      look();
      watch.observe(box.current);
      return () => watch.disconnect();
    }, []);
    const edge = 8;
    const fit = (room, least) => Math.max(1, Math.floor((room + GAP) / (least + GAP)));
    /* Where there is room, the figures of the axis stand beside the charts and not over their lines. */
    const aside = fit(width - 2 * edge, NARROWEST) > 2 && 6 + LETTER * Math.max(...shared.axis.map(([, said]) => said.length));
    const room = width - 2 * edge - aside;
    const columns = Math.min(regions.length, fit(room, aside ? NARROWEST + 24 : NARROWEST));
    const wide = Math.min(320, Math.floor((room + GAP) / columns) - GAP);
    const tall = Math.ceil(regions.length / columns) * ROW;
    const list = width > 0 && regions.map((region, at) => e(Region, {
      key: region[0], region, shared, wide, own: region[0] === own, first: at % columns === 0, aside,
      x: edge + aside + (at % columns) * (wide + GAP), y: 8 + Math.floor(at / columns) * ROW,
    }));
    return e('div', { className: 'multiples', ref: box },
      e('a', { className: 'skip', href: '#multiples-after' }, skip),
      e('p', { id: 'multiples-told', className: 'hidden-text' }, description),
      e('ul', { className: 'small-legend', 'aria-label': label }, legend.map(([kind, words]) => e(Key, { key: kind, kind, words }))),
      width > 0 && e('svg', { viewBox: `0 0 ${width} ${tall}`, width, height: tall, role: 'list', 'aria-label': title, 'aria-describedby': 'multiples-told' }, list),
      e('div', { id: 'multiples-after', tabIndex: -1 }));
  }

  window.doorstroom = Object.assign({}, window.doorstroom, { Multiples });
})();
