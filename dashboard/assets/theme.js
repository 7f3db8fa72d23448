/* Light or dark: applies the reader's choice before anything is drawn, and draws the list to choose from. */
(function () {
  'use strict';
  const KEY = 'theme';
  const root = document.documentElement;

  /* A browser may forbid us to store anything; the choice then holds until the page is left. */
  function stored() {
    try { return window.localStorage.getItem(KEY) || ''; } catch (refused) { return root.dataset.theme || ''; }
  }

  function store(choice) {
    try {
      if (choice) window.localStorage.setItem(KEY, choice);
      else window.localStorage.removeItem(KEY);
    } catch (refused) { /* see above */ }
  }

  function apply(choice) {
    if (choice === 'light' || choice === 'dark') root.dataset.theme = choice;
    else delete root.dataset.theme;
  }

  function Appearance({ label, choices }) {
    const { createElement: e, useState, useEffect } = window.React;
    const [chosen, choose] = useState(stored());
    const change = (choice) => { store(choice); apply(choice); choose(choice); };
    useEffect(() => {
      const elsewhere = (event) => { if (event.key === KEY || !event.key) { apply(stored()); choose(stored()); } };
      window.addEventListener('storage', elsewhere);
      return () => window.removeEventListener('storage', elsewhere);
    }, []);
    const options = choices.map(([value, name]) => e('option', { key: value, value }, name));
    const list = { value: chosen, onChange: (event) => change(event.target.value) };
    return e('label', { className: 'site-theme' },
      e('span', { className: 'hidden-text' }, label), e('select', list, options));
  }

  apply(stored());
  window.doorstroom = Object.assign({}, window.doorstroom, { Appearance });
})();
