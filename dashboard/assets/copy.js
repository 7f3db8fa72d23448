/* Puts text on the clipboard for every script here, and that of a button with `data-copy`, and says so beside it. */
(function () {
  'use strict';

  /* For pages that are not served over https, where the newer way is closed. */
  function older(text) {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'hidden-text';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (refused) {
      return older(text);
    }
  }

  window.doorstroom = Object.assign({}, window.doorstroom, { copied });

  document.addEventListener('click', async (event) => {
    const button = event.target.closest && event.target.closest('button[data-copy]');
    if (!button) return;
    const done = await copied(button.dataset.copy);
    const said = button.parentElement.querySelector('[role=status]');
    button.focus();
    said.textContent = '';
    /* An empty moment in between: the same words twice would be read aloud only once. */
    setTimeout(() => { said.textContent = done ? button.dataset.done : button.dataset.failed; }, 50);
  });
})();
