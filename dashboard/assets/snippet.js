/* An example of code with a button that copies it; the address of this site is filled in here. */
(function () {
  'use strict';

  function Snippet({ label, code, copy, done, failed }) {
    const e = window.React.createElement;
    const text = code.replaceAll('https://SITE', window.location.origin);
    const button = { type: 'button', 'data-copy': text, 'data-done': done, 'data-failed': failed };
    return e('div', { className: 'snippet' },
      e('h3', null, label),
      e('pre', { tabIndex: 0, role: 'region', 'aria-label': label }, e('code', null, text)),
      e('p', { className: 'actions' },
        e('button', button, copy, e('span', { className: 'hidden-text' }, ' ' + label)), e('span', { role: 'status', className: 'copied' })));
  }

  window.doorstroom = Object.assign({}, window.doorstroom, { Snippet });
})();
