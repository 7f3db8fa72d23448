/* Lists of choices: says to assistive tools what they are, shows a long value whole, and lets typing replace a value. */
(function () {
  'use strict';
  const LIST = 'input[aria-haspopup="listbox"]';
  let asked = false;
  let spoken = '';

  /* The library leaves its field a plain one of text; the pattern is the combobox of ARIA 1.2. */
  function named(field) {
    const state = { role: 'combobox', 'aria-expanded': String(field.hasAttribute('data-expanded')), 'aria-autocomplete': field.readOnly ? 'none' : 'list' };
    Object.entries(state).forEach(([name, value]) => { if (field.getAttribute(name) !== value) field.setAttribute(name, value); });
  }

  /* A field is one line high: of a value that does not fit, the words are laid over it in as many lines as they need. */
  function fitted(fields) {
    const cut = fields.map((field) => field.scrollWidth > field.clientWidth);
    fields.forEach((field, at) => {
      const box = field.parentElement;
      if (cut[at]) box.dataset.whole = field.value;
      else delete box.dataset.whole;
    });
  }

  /* Who comes to a field and types, searches: the value is selected, as the library would set the letters behind it. */
  const ONE = '.mantine-Select-input:not([readonly])' + LIST.replace('input', '');
  let coming = null;
  const open = new WeakSet(), settled = new WeakSet();

  document.addEventListener('focusin', ({ target }) => { if (target.matches(ONE)) target.select(); });
  document.addEventListener('pointerdown', ({ target }) => { coming = target.matches && target.matches(ONE) && target !== document.activeElement ? target : null; }, true);
  /* The press that brings the focus sets the caret as well; a next press is left to, for who wants to change a letter. */
  document.addEventListener('click', ({ target }) => {
    if (target === coming && target.selectionStart === target.selectionEnd) target.select();
    coming = null;
    settled.delete(target);
  });

  /* After a choice the field keeps the focus; what is typed next is a new question. The chosen name comes a moment later. */
  function chosen(field) {
    if (field.hasAttribute('data-expanded')) open.add(field);
    else if (open.delete(field) && field.matches(ONE)) settled.add(field);
  }

  document.addEventListener('keydown', ({ target, key, ctrlKey, metaKey, altKey }) => {
    if (!settled.delete(target) || ctrlKey || metaKey || altKey || (key.length > 1 && key !== 'Unidentified')) return;
    target.select();
  }, true);

  /* A list in which nothing fits: what it says becomes an option that cannot be chosen, and is read aloud. */
  function nothing() {
    const empty = [...document.querySelectorAll('.mantine-Select-empty, .mantine-MultiSelect-empty')].find((one) => one.checkVisibility());
    const words = empty ? empty.textContent : '';
    if (empty) {
      empty.setAttribute('role', 'option');
      empty.setAttribute('aria-disabled', 'true');
      empty.setAttribute('aria-selected', 'false');
    }
    const live = document.getElementById('live');
    if (words && words !== spoken && live) live.textContent = words;
    spoken = words;
  }

  function look() {
    asked = false;
    nothing();
    const fields = [...document.querySelectorAll(LIST)];
    fields.forEach(named);
    fields.forEach(chosen);
    /* The browser lets the Tab key stop at what scrolls; a list that then closes would take the focus along. */
    document.querySelectorAll('[role="listbox"]:not([tabindex])').forEach((list) => { list.tabIndex = -1; });
    fitted(fields.filter((field) => field.matches('.mantine-Select-input')));
  }

  /* Once for each drawing, however much changed. */
  function soon() {
    if (!asked) requestAnimationFrame(look);
    asked = true;
  }

  const seen = { subtree: true, childList: true, attributes: true, attributeFilter: ['data-expanded', 'value', 'open'] };
  new MutationObserver((changes) => {
    if (changes.some(({ type, target }) => type === 'childList' || target.matches(LIST + ', details'))) soon();
  }).observe(document.getElementById('react-entry-point'), seen);
  window.addEventListener('resize', soon);
})();
