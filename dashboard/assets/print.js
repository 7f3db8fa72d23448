/* Draws charts at the size of paper while the page is printed: a drawing has fixed sizes and would be cut off. */
(function () {
  'use strict';
  const WIDTH = 680; /* A4 upright between margins of 1.5 cm */
  const HEIGHT = 740; /* a long chart with the title of its section and its headline on one sheet */
  const FIRST = 590; /* below the title of the page, on the same sheet */
  const LONG = 640; /* a chart of many rows, whose names then stand on one line each */
  const WIDE = 20; /* a chart with so many names along both sides is made smaller as a whole, letters and all */
  const before = new Map();
  const drawn = () => [...document.querySelectorAll('.js-plotly-plot')].filter((plot) => plot._fullLayout);
  const names = (axis) => (axis && (axis.ticktext || axis._categories)) || [];

  /* The names along the side without the breaks that a telephone needs; they take effect with the next change of size. */
  function plain({ layout, _fullLayout: { yaxis } }) {
    const written = names(yaxis);
    if (yaxis.type !== 'category' || !written.some((name) => String(name).includes('<br>'))) return;
    const ticktext = written.map((name) => String(name).replaceAll('<br>', ' '));
    Object.assign(layout.yaxis, { tickmode: 'array', tickvals: layout.yaxis.tickvals || [...written], ticktext });
  }

  function resized(plot, size) {
    window.Plotly.relayout(plot, size);
    window.doorstroom.clearKey(plot);
  }

  window.addEventListener('beforeprint', () => drawn().forEach((plot, at) => {
    const { height, xaxis, yaxis } = plot._fullLayout;
    const most = at ? HEIGHT : FIRST;
    before.set(plot, { height, side: { ...plot.layout.yaxis } });
    if (names(xaxis).length > WIDE && names(yaxis).length > WIDE) {
      const part = Math.min(1, most / height);
      plot.style.zoom = part;
      resized(plot, { width: Math.round(WIDTH / part), height });
    } else {
      if (height > LONG) plain(plot);
      resized(plot, { width: WIDTH, height: Math.min(height, most) });
    }
  }));
  window.addEventListener('afterprint', () => {
    before.forEach(({ height, side }, plot) => {
      plot.style.zoom = '';
      if (plot.layout.yaxis) plot.layout.yaxis = side;
      resized(plot, { width: null, height, autosize: true });
    });
    before.clear();
  });
})();
