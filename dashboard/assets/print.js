/* Draws charts at the size of paper while the page is printed: a drawing has fixed sizes and would be cut off. */
(function () {
  'use strict';
  const WIDTH = 680; /* A4 upright between margins of 1.5 cm */
  const HEIGHT = 900; /* a long chart and its headline on one sheet */
  const before = new Map();
  const drawn = () => [...document.querySelectorAll('.js-plotly-plot')].filter((plot) => plot._fullLayout);

  window.addEventListener('beforeprint', () => drawn().forEach((plot) => {
    const { height } = plot._fullLayout;
    before.set(plot, height);
    window.Plotly.relayout(plot, { width: WIDTH, height: Math.min(height, HEIGHT) });
  }));
  window.addEventListener('afterprint', () => {
    before.forEach((height, plot) => window.Plotly.relayout(plot, { width: null, height, autosize: true }));
    before.clear();
  });
})();
