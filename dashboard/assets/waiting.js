/* Shows that an answer is still to come: the skeleton until the first page stands, after that the old contents, dimmed. */
(function () {
  'use strict';
  const PATIENCE = 300; /* milliseconds; a quick answer is not announced, that would only flicker */
  const COMING = '#page[data-dash-is-loading], #page [data-dash-is-loading]';
  let timer = null;
  let ahead = null;

  /* While the first answer is on its way there is time to read the chart library, when that has come already. */
  function chartsAhead() {
    const library = document.querySelector('link[rel=preload][as=script]');
    if (ahead || !library || !performance.getEntriesByName(library.href).length) return;
    ahead = document.createElement('script');
    ahead.src = library.href;
    document.body.append(ahead);
  }

  function look() {
    const page = document.getElementById('page');
    if (!page) return;
    const skeleton = document.getElementById('skeleton');
    if (skeleton && page.querySelector('h1')) skeleton.remove();
    else if (skeleton) chartsAhead();
    const waits = page.querySelector('h1') && document.querySelector(COMING);
    if (waits && !timer) timer = setTimeout(() => page.setAttribute('aria-busy', 'true'), PATIENCE);
    if (!waits && timer) {
      clearTimeout(timer);
      timer = null;
      page.removeAttribute('aria-busy');
    }
  }

  const seen = { subtree: true, childList: true, attributes: true, attributeFilter: ['data-dash-is-loading'] };
  new MutationObserver(look).observe(document.getElementById('react-entry-point'), seen);
})();
