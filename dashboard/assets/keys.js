/* Draws a chart once more when its key lies over it: a key that becomes lower is first put where it stood before. */
(function () {
  'use strict';
  const QUIET = 250; /* milliseconds after the last change of size */
  const box = (plot, selector) => { const part = plot.querySelector(selector); return part && part.getBoundingClientRect(); };

  function clear(plot) {
    const key = box(plot, '.legend .bg'), area = box(plot, '.nsewdrag');
    if (key && area && key.top < area.bottom && key.bottom > area.top + 1) window.Plotly.redraw(plot);
  }

  let late;
  window.addEventListener('resize', () => {
    clearTimeout(late);
    late = setTimeout(() => document.querySelectorAll('main .js-plotly-plot').forEach(clear), QUIET);
  });

  window.doorstroom = Object.assign({}, window.doorstroom, { clearKey: clear });
})();
