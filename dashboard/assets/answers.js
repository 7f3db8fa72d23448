/* Watches what the page asks of the server, and says so when no answer comes: what is shown, what to do, when it is over. */
(function () {
  'use strict';
  const PATIENCE = 20000, DRAWING = 20000; /* milliseconds until an answer, or a drawing, counts as not coming */
  const CALLBACK = '_dash-update-component', START = /_dash-(layout|dependencies)/;
  const ORDER = ['first', 'page', 'choice', 'charts', 'controls'];
  const FILTER = /"type":\s*"filter"/;
  const open = new Set();
  const place = document.getElementById('fault');
  const words = { ...place.dataset };
  let last = 0;
  let fresh = false;
  let undrawn = 0;
  let at = window.location.pathname;

  const page = () => document.getElementById('page');
  const shown = () => Boolean(document.querySelector('#page h1'));
  const send = (id, data) => window.dash_clientside.set_props(id, { data });

  /* Asks again for what did not come. */
  function again() {
    if (open.has('charts') || open.has('controls') || !page() || !shown()) window.location.reload();
    else if (open.has('page')) send('nav', Date.now());
    else if (open.has('choice')) send('state', { now: window.location.search, before: null, again: String(Date.now()) });
  }

  function draw() {
    const kind = ORDER.find((each) => open.has(each));
    document.documentElement.toggleAttribute('data-behind', open.has('choice'));
    if (!kind) { place.replaceChildren(); return; }
    const told = words[kind] + (navigator.onLine ? '' : ' ' + words.offline);
    if (place.dataset.told === told && place.firstChild) return;
    place.dataset.told = told;
    const text = document.createElement('p');
    const button = document.createElement('button');
    text.textContent = told;
    button.type = 'button';
    button.textContent = words.again;
    button.addEventListener('click', again);
    const inside = document.createElement('div');
    inside.className = 'wrap';
    inside.append(text, button);
    place.replaceChildren(inside);
  }

  function fault(kind) {
    if (open.has(kind)) return;
    open.add(kind);
    const live = document.getElementById('live');
    if (live && kind === 'choice') live.textContent = words.choice;
    draw();
  }

  function over(...kinds) {
    const ended = kinds.filter((kind) => open.delete(kind));
    if (!ended.length) return;
    const left = place.contains(document.activeElement);
    draw();
    if (left && !place.firstChild && document.getElementById('heading')) document.getElementById('heading').focus({ preventScroll: true });
    /* The answer brings its own sentence; where it brings none, the reader still hears that it is over. */
    setTimeout(() => {
      const live = document.getElementById('live');
      if (live && (!live.textContent || live.textContent === words.choice)) live.textContent = words.over;
    }, 300);
  }

  /* A page without a heading is the first; a heading that stays while another is asked for is that of the former. */
  const kindOf = (init) => (/"output":\s*"\.\.head\./.test(init && init.body) ? (shown() ? 'page' : 'first') : 'choice');
  const isAnswer = (response) => response.ok && (response.status === 204 || (response.headers.get('Content-Type') || '').includes('json'));

  const ask = window.fetch;
  window.fetch = async function (input, init) {
    const address = String((input && input.url) || input);
    const callback = address.includes(CALLBACK);
    if (!callback && !START.test(address)) return ask.apply(window, arguments);
    const kind = callback ? kindOf(init) : 'first';
    const turn = callback ? ++last : last;
    /* An answer that was asked for before a newer question says nothing of what is shown. */
    const counts = () => !callback || turn === last;
    const late = setTimeout(() => counts() && fault(kind), PATIENCE);
    try {
      const response = await ask.apply(window, arguments);
      const text = response.status === 204 ? null : await response.text();
      if (!isAnswer(response)) throw new TypeError(`${response.status} ${address}`);
      if (counts() && callback) {
        fresh = FILTER.test(text || '');
        if (kind === 'choice') over('choice');
        else {
          at = JSON.parse(init.body).inputs[0].value;
          over('first', 'page', 'choice');
        }
      }
      return new Response(text, response);
    } catch (failed) {
      if (counts()) fault(kind);
      throw failed;
    } finally {
      clearTimeout(late);
    }
  };

  /* Whether the controls that report a value came with the last answer; a choice of the reader follows a key or a press. */
  function arrived() {
    const came = fresh;
    fresh = false;
    return came;
  }
  ['pointerdown', 'keydown'].forEach((kind) => document.addEventListener(kind, () => { fresh = false; }, true));

  window.addEventListener('online', () => {
    if (!open.size) return;
    draw();
    again();
  });
  window.addEventListener('offline', () => open.size && draw());

  /* A script that does not come: what draws the page, its charts or its controls. */
  document.addEventListener('error', ({ target }) => {
    if (target.tagName !== 'SCRIPT') return;
    if (!shown()) { if (!/plotly|graph/.test(target.src)) fault('first'); }
    else if (target.src === (document.getElementById('controls-library') || {}).href) fault('controls');
    if (/plotly|graph/.test(target.src)) undrawn = Math.min(undrawn || Infinity, performance.now() - DRAWING + 3000);
  }, true);
  setTimeout(() => shown() || fault('first'), PATIENCE);
  setInterval(() => {
    const waiting = [...document.querySelectorAll('main .chart-box')].some((chart) => !chart.querySelector('.main-svg'));
    if (!waiting) { undrawn = 0; over('charts'); return; }
    undrawn = undrawn || performance.now();
    if (performance.now() - undrawn > DRAWING) fault('charts');
  }, 1000);

  window.doorstroom = Object.assign({}, window.doorstroom, { answers: { arrived, at: () => at, behind: () => open.has('choice') || open.has('page') } });
})();
