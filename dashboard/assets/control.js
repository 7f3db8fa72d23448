/* First the answer, then the choice: the library that draws the controls is large, and comes when the charts stand. */
(function () {
  'use strict';
  const KIT = 'dash_mantine_components';
  const PATIENCE = 3000, AGAIN = 5000; /* milliseconds: for a chart that does not come; until a failed request is made again */
  let settings = {};
  let asked = false;
  let here;
  const ready = new Promise((resolve) => { here = resolve; });

  const drawn = () => [...document.querySelectorAll('main .dash-graph')].every((chart) => chart.querySelector('.main-svg'));

  function fetched() {
    const script = document.createElement('script');
    script.src = document.getElementById('controls-library').href;
    script.onload = () => here(window[KIT]);
    script.onerror = () => { script.remove(); setTimeout(fetched, AGAIN); };
    document.head.append(script);
  }

  function ask() {
    if (asked) return;
    asked = true;
    const end = performance.now() + PATIENCE;
    /* A frame is drawn first, or a page without charts would wait as well. */
    const look = () => { if (drawn() || performance.now() > end) fetched(); else setTimeout(look, 30); };
    requestAnimationFrame(() => setTimeout(look));
  }

  function useKit() {
    const { useState, useEffect } = window.React;
    const [kit, have] = useState(window[KIT] || null);
    useEffect(() => { if (!kit) ready.then(have); }, []);
    return kit;
  }

  /* What a control will say, in its place and size. */
  function Coming({ part, label, data, value, placeholder }) {
    const e = window.React.createElement;
    const options = (data || []).flatMap((one) => one.items || [one]);
    const chosen = options.filter((one) => [].concat(value).includes(one.value));
    const side = 'mantine-SegmentedControl-';
    const box = part === 'SegmentedControl'
      ? e('div', { className: `${side}root` }, options.map((one) => e('span', {
        key: one.value, className: `${side}label`, 'aria-current': chosen.includes(one) || null }, one.label)))
      : e('div', null, chosen.map((one) => one.label).join(', ') || (part === 'TextInput' && value) || placeholder);
    return e('div', { className: `coming coming-${part}`, 'aria-busy': true },
      label && e('span', { className: 'mantine-InputWrapper-label' }, label), box);
  }

  function Control({ part, ...given }) {
    const { createElement: e, useEffect } = window.React;
    const kit = useKit();
    useEffect(ask, []);
    if (!kit) return e(Coming, { part, ...given });
    return e(kit.MantineProvider, { ...settings, withCssVariables: false, withGlobalClasses: false }, e(kit[part], given));
  }

  /* The settings of all controls, and once for the page the styles that follow from them. */
  function ControlLibrary({ theme, scheme }) {
    const { createElement: e } = window.React;
    const kit = useKit();
    settings = { theme, forceColorScheme: scheme };
    return kit ? e(kit.MantineProvider, settings) : null;
  }

  window.doorstroom = Object.assign({}, window.doorstroom, { Control, ControlLibrary });
})();
