/* Names beside the rows of a chart: each on one line, but in two where the chart is so narrow that it needs the room.
   Such a chart says in its `meta.wrap` how many letters then go on a line. */
(function () {
  'use strict';
  const NARROW = 480; /* pixels: what a long name takes of a chart below this is missed there */
  const CLOSE = 30; /* pixels of a row: two lines above two others would touch */

  /* A name in two lines of about the same length; one with something between brackets breaks before those. */
  function halved(name) {
    const middle = name.indexOf(' (') + 1 || name.length / 2;
    const ends = [...name.matchAll(/[ -]/g)].map(({ index }) => index + 1);
    const at = ends.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))[0];
    return at ? `${name.slice(0, at).trim()}<br>${name.slice(at)}` : name;
  }

  /* The names as they stand in a narrow chart. Where rows are close, of two neighbours only the longer takes two lines. */
  function narrowed(names, letters, close) {
    const size = (name = '') => name.replace(/<\/?b>/g, '').length;
    let before = false;
    return names.map((name, at) => {
      const longer = size(names[at + 1]) > size(name);
      before = size(name) > letters && !(close && (before || longer));
      return before ? halved(name) : name;
    });
  }

  function fit(plot) {
    const { meta, yaxis, height } = plot.layout || {};
    if (!meta || !meta.wrap || !window.Plotly) return;
    const narrow = plot.clientWidth < NARROW;
    if (narrow === Boolean(yaxis.ticktext)) return;
    const ticktext = narrow ? narrowed(yaxis.categoryarray, meta.wrap, height < CLOSE * yaxis.categoryarray.length) : null;
    const tickvals = narrow ? yaxis.categoryarray : null;
    window.Plotly.relayout(plot, { 'yaxis.tickmode': narrow ? 'array' : null, 'yaxis.tickvals': tickvals, 'yaxis.ticktext': ticktext });
  }

  /* Dash takes this class away when a chart has been drawn, at first, anew or at another width. */
  const drawn = ({ target: { classList } }) => classList.contains('js-plotly-plot') && !classList.contains('dash-graph--pending');
  const watch = new MutationObserver((seen) => new Set(seen.filter(drawn).map(({ target }) => target)).forEach(fit));
  watch.observe(document.getElementById('react-entry-point'), { subtree: true, attributes: true, attributeFilter: ['class'] });
})();
