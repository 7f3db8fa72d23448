/* A word that opens its explanation where it stands: a button, with the explanation right behind it. */
(function () {
  'use strict';

  function Term({ children, text }) {
    const { createElement: e, useId, useState, useRef, useEffect } = window.React;
    const [open, setOpen] = useState(false);
    const here = useRef(null);
    const id = useId();
    /* A click and not a press: an explanation that closes moves what is below it, and a press would end beside its goal. */
    useEffect(() => {
      if (!open) return undefined;
      const close = (event) => {
        if (event.type === 'keydown' ? event.key === 'Escape' : !here.current.contains(event.target)) setOpen(false);
      };
      document.addEventListener('keydown', close);
      document.addEventListener('click', close);
      return () => { document.removeEventListener('keydown', close); document.removeEventListener('click', close); };
    }, [open]);
    const button = {
      type: 'button', className: 'term-word', 'aria-expanded': open, 'aria-controls': id, onClick: () => setOpen(!open),
    };
    /* The place is there before its words, so that these are read aloud when they come. */
    const told = e('span', { id, 'aria-live': 'polite' }, open && e('span', { className: 'term-text' }, text));
    return e('span', { className: 'term', ref: here }, e('button', button, children), told);
  }

  window.doorstroom = Object.assign({}, window.doorstroom, { Term });
})();
