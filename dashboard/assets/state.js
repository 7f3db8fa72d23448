/* Keeps the address and the controls in step: `write` puts choices into the address, `follow` notices back and forward. */
(function () {
  'use strict';
  const KEPT = ['regio', 'release'];
  /* Of a page about one region that region is a word of the address itself. */
  const REGIONAL = /^(\/(?:nl\/regio|en\/region))(?:\/(.*))?$/;
  let written = null;
  let waiting = false;
  let moves = 0;
  let place = window.location.pathname;
  let returned = null;
  let noting = null;

  const none = () => window.dash_clientside.no_update;
  const flat = (value) => (Array.isArray(value) ? value.join(',') : value || '');

  const tail = (params) => { const text = params.toString().replaceAll('%2C', ','); return text ? '?' + text : ''; };

  /* The address of choices on a path: the region behind the path where it belongs there, the rest as a query. */
  function address(path, params) {
    const rest = new URLSearchParams(params);
    const [whole, start] = path.match(REGIONAL) || [];
    if (!whole) return path + tail(rest);
    const region = rest.get('regio');
    rest.delete('regio');
    return start + (region ? '/' + encodeURIComponent(region) : '') + tail(rest);
  }

  /* Links of the menu and the foot take the kept choices along, the language switch all of them. */
  function carry(search) {
    const all = new URLSearchParams(search);
    const [, , region] = window.location.pathname.match(REGIONAL) || [];
    if (region) all.set('regio', decodeURIComponent(region));
    const kept = new URLSearchParams();
    KEPT.forEach((name) => all.get(name) && kept.set(name, all.get(name)));
    document.querySelectorAll('.site-nav a, .site-foot a[data-page]').forEach((a) => { a.href = address(a.pathname, kept); });
    /* A link in a part of the page that stays keeps its own choices beside them. */
    document.querySelectorAll('a.kept').forEach((a) => {
      const own = new URLSearchParams(a.search);
      KEPT.forEach((name) => (kept.get(name) ? own.set(name, kept.get(name)) : own.delete(name)));
      a.href = address(a.pathname, own) + a.hash;
    });
    document.querySelectorAll('.site-language').forEach((a) => { a.search = search; });
  }

  function write() {
    const filters = window.dash_clientside.callback_context.inputs_list[0];
    if (!filters.length) return none();
    const now = new URLSearchParams(window.location.search);
    const next = new URLSearchParams();
    KEPT.forEach((name) => now.get(name) && next.set(name, now.get(name)));
    filters.forEach(({ id, value }) => {
      const chosen = flat(value);
      if (chosen && chosen !== id.default) next.set(id.name, chosen);
      else next.delete(id.name);
    });
    /* The page tidies its address when controls come with an answer; a reader changes one of them at a time. */
    const { triggered } = window.dash_clientside.callback_context;
    const tidies = triggered.length !== 1 || window.doorstroom.answers.arrived();
    if (tidies) { tidy(next); return none(); }
    /* Another region of a page about one is another page, and so is any choice while an address has no page yet. */
    const path = window.doorstroom.answers.at();
    const there = address(path, next);
    if (path !== window.location.pathname || there.split('?')[0] !== path) {
      go('pushState', there);
      return none();
    }
    if (REGIONAL.test(path)) next.delete('regio');
    const search = tail(next);
    if (search === window.location.search) return none();
    /* Of two quick choices only the last is answered, so the server may not count on what came before it. */
    const before = waiting || window.doorstroom.answers.behind() ? null : window.location.search;
    waiting = true;
    written = search;
    go('pushState', path + search + window.location.hash);
    carry(search);
    return { now: search, before };
  }

  /* Writes an address as the controls say it in the place of the one that led here, so that Back leads away from it. */
  function tidy(next) {
    const path = window.location.pathname;
    const whole = address(path, next);
    if (path !== window.doorstroom.answers.at() || whole === path + window.location.search) return;
    /* With another name of the region in the address the page is asked for again, else it stands already. */
    if (whole.split('?')[0] === path) written = whole.slice(path.length);
    go('replaceState', whole + window.location.hash);
    carry(window.location.search);
  }

  /* Changes the address and tells the page so: left to the page itself, it would make a step of its own for Back. */
  function go(way, href) {
    window.history[way](way === 'pushState' ? {} : window.history.state, '', href);
    window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
  }

  function settle() {
    waiting = false;
    return none();
  }

  function follow(search) {
    const own = search === written;
    written = null;
    if (own) return none();
    carry(search);
    return ++moves;
  }

  /* The part of the page that an address names behind its #; whether there is one. */
  function named() {
    const part = document.getElementById(decodeURIComponent(window.location.hash.slice(1)) || '-');
    if (part) part.scrollIntoView();
    return Boolean(part);
  }

  /* What a page says of itself before its heading is read aloud, as the focus goes to the heading. */
  function tell() {
    const note = document.querySelector('#page .page-notes');
    const live = document.getElementById('live');
    if (note && note.textContent && live) live.textContent = note.textContent;
  }

  function arrive(title) {
    document.title = title;
    requestAnimationFrame(tell);
    if (again) requestAnimationFrame(() => window.scrollTo(0, top));
    else if (place === window.location.pathname) requestAnimationFrame(named);
    again = false;
    requestAnimationFrame(() => carry(window.location.search));
    if (place === window.location.pathname) return none();
    place = window.location.pathname;
    const back = returned;
    returned = null;
    requestAnimationFrame(() => {
      const left = back && back.left && document.querySelector(`#page a[href="${CSS.escape(back.left)}"]`);
      const start = left || document.getElementById('heading');
      if (start) start.focus({ preventScroll: true });
      if (back || !named()) window.scrollTo(0, (back && back.top) || 0);
    });
    return none();
  }

  /* Where a reader was on a page is kept with its address, for when they come back. */
  const note = (more) => window.history.replaceState({ ...window.history.state, ...more }, '');
  window.history.scrollRestoration = 'manual';
  window.addEventListener('scroll', () => {
    clearTimeout(noting);
    noting = setTimeout(() => { if (place === window.location.pathname) note({ top: window.scrollY }); }, 200);
  }, { passive: true });
  window.addEventListener('popstate', ({ state }) => {
    clearTimeout(noting);
    written = null;
    returned = window.location.pathname === place ? null : state || {};
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('#page a[href]');
    if (link) note({ left: link.getAttribute('href'), top: window.scrollY });
  }, true);
  /* After loading anew the page is as far down as it was. */
  const { top } = window.history.state || {};
  let again = top > 0;

  window.dash_clientside = Object.assign({}, window.dash_clientside, { state: { write, settle, follow, arrive } });

  /* Links to our own pages change the address without loading everything again. */
  document.addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a[data-page]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go('pushState', link.href);
  });

  /* A list is searched by label and by the words behind it: numbers, municipalities, other spellings. */
  const plain = (text) => (text || '').normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  window.dashMantineFunctions = Object.assign({}, window.dashMantineFunctions, {
    anyWord: ({ options, search }) => {
      const words = plain(search).split(/\s+/).filter(Boolean);
      const fits = (option) => {
        const text = plain(option.label + ' ' + (option.words || ''));
        return words.every((word) => text.includes(word));
      };
      return options
        .map((option) => (option.items ? { ...option, items: option.items.filter(fits) } : option))
        .filter((option) => (option.items ? option.items.length : fits(option)));
    },
  });
})();
