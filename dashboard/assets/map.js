/* Draws a map of regions, as tiles or as true shapes; every region is a link with its name and value. */
(function () {
  'use strict';
  const e = (...parts) => window.React.createElement(...parts);
  const NAME = 23, NAME_LINE = 25, FIGURE = 30, SIDE = 96;
  /* Signs, not minus and plus: those would read as the sign of the figure beside them. */
  const SIGNS = { higher: 'M-9,7h18l-9,-15z', lower: 'M-9,-7h18l-9,15z', not_distinguishable: 'M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z' };

  const sign = (kind, x, y, times = 1) => SIGNS[kind]
    && e('path', { key: 'sign', className: 'map-sign', d: SIGNS[kind], transform: `translate(${x} ${y}) scale(${times})` });

  /* The lines of a tile: its name above, sign and figure below; a long figure is written smaller. */
  function tileText({ x, y, lines, figure, kind }) {
    const beside = SIGNS[kind] ? 24 : 0;
    const size = Math.min(FIGURE, (SIDE - 8 - beside) / (figure.length * 0.57));
    const names = lines.map((line, at) => e('text', { key: at, className: 'map-name', x: x + SIDE / 2, y: y + NAME + 2 + at * NAME_LINE, fontSize: NAME }, line));
    return [
      names,
      sign(kind, x + 16, y + SIDE - 17),
      e('text', { key: 'figure', className: 'map-figure', x: x + (SIDE + beside) / 2, y: y + SIDE - 7, fontSize: size }, figure),
    ];
  }

  function visit(event, href) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.history.pushState({}, '', href);
    window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
  }

  function Region({ region, form, hatch, onFocus, onBlur }) {
    const { path, kind, label, href, own } = region;
    const within = form === 'tiles' ? tileText(region) : region.x !== undefined && sign(kind, region.x, region.y, 1.5);
    const link = { href, className: 'map-link', 'aria-label': label, onFocus, onBlur, onClick: (event) => visit(event, href) };
    if (own) link['aria-current'] = 'true';
    /* What is written stays outside the link: it is short for the name that the link has. */
    return e('g', { role: 'listitem', className: `map-region map-${kind}${own ? ' map-own' : ''}` },
      e('a', link,
        e('g', { 'aria-hidden': true },
          e('title', null, label),
          e('path', { className: 'map-area', d: path, fillRule: 'evenodd' }),
          kind === 'missing' && e('path', { className: 'map-hatch', d: path, fill: `url(#${hatch})` }))),
      e('g', { className: 'map-written', 'aria-hidden': true }, within));
  }

  function Key({ kind, words, hatch }) {
    const shown = kind === 'selected' ? 'untested map-own' : kind;
    const box = 'M2,2h36v36h-36z';
    return e('li', null,
      e('svg', { className: `map-key map-${shown}`, viewBox: '0 0 40 40', 'aria-hidden': true, focusable: 'false' },
        e('path', { className: 'map-area', d: box }),
        kind === 'missing' && e('path', { className: 'map-hatch', d: box, fill: `url(#${hatch})` }),
        kind === 'selected' && e('path', { className: 'map-chosen', d: box }),
        sign(kind, 20, 20)),
      words);
  }

  function Map({ form, name, title, description, regions, legend, words, width, height, turned, credit }) {
    /* The region in focus is outlined above all others, else its neighbours would cover half of the ring. */
    const [focused, setFocused] = window.React.useState(null);
    const id = `map-${name}`;
    const hatch = `${id}-hatch`;
    const ring = regions.find(({ label }) => label === focused);
    const own = regions.find((region) => region.own);
    const list = regions.map((region) => e(Region, {
      key: region.label, region, form, hatch,
      onFocus: (event) => event.currentTarget.matches(':focus-visible') && setFocused(region.label),
      onBlur: () => setFocused(null),
    }));
    const stripes = e('defs', null,
      e('pattern', { id: hatch, width: 10, height: 10, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
        e('path', { className: 'map-stripe', d: 'M0,0v10' })));
    const drawing = e('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'xMinYMin', role: 'list', 'aria-label': title, 'aria-describedby': `${id}-told` },
      stripes, list,
      e('g', { className: 'map-above', 'aria-hidden': true },
        own && e('path', { className: 'map-chosen', d: own.path }),
        ring && e('path', { className: 'map-ring', d: ring.path }),
        ring && e('path', { className: 'map-ring-light', d: ring.path })));
    return e('div', { className: `map map-of-${form}${turned ? ' map-turned' : ''}` },
      e('a', { className: 'skip map-skip', href: `#${id}-after` }, words.skip),
      e('p', { id: `${id}-told`, className: 'hidden-text' }, description),
      drawing,
      e('ul', { id: `${id}-after`, className: 'map-legend', tabIndex: -1, 'aria-label': words.legend },
        legend.map(([kind, told]) => e(Key, { key: kind, kind, words: told, hatch }))),
      credit && e('p', { className: 'source' }, credit));
  }

  window.doorstroom = Object.assign({}, window.doorstroom, { Map });
})();
