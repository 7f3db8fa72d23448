/* Finds a region by its number and names, or by a municipality or older name behind it, and then shows which that was. */
(function () {
  'use strict';
  const MOST = 2;
  const plain = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim();

  /* What was typed without the word for a kind of region before it, and a code as its number. */
  const bare = (text) => text.replace(/^(?:gemeente|gem|provincie|rmc regio|rmc|regio|doorstroompunt) (?=.)/, '').replace(/^(?:mc|rm|rmc) ?(?=\d)|^0+(?=\d)/, '').replace(/^0+(?=\d)/, '');

  /* How well a name fits what was typed: the whole of it, its start, the start of a word, any part; 4 is not at all. */
  function distance(name, asked) {
    const text = plain(name);
    if (text === asked) return 0;
    if (text.startsWith(asked)) return 1;
    const words = asked.split(' ');
    if (words.every((word) => (' ' + text).includes(' ' + word))) return 2;
    return words.every((word) => text.includes(word)) ? 3 : 4;
  }

  function fitting(option, asked) {
    const own = distance(option.label.replace(/^\d+ /, ''), asked);
    const whole = Math.min(own, distance(option.label, asked));
    const behind = (option.words || []).map((name) => [distance(name, asked), name]).filter(([far]) => far < 4).sort(([one], [other]) => one - other);
    const near = behind.length ? behind[0][0] : 4;
    if (whole <= near) return [whole, option];
    const names = behind.slice(0, MOST).map(([, name]) => name).join(', ') + (behind.length > MOST ? ', …' : '');
    return [near, { ...option, label: names + ' → ' + option.label }];
  }

  function found(options, asked) {
    return options.map((option) => fitting(option, asked)).filter(([far]) => far < 4).sort(([one], [other]) => one - other).map(([, option]) => option);
  }

  window.dashMantineFunctions = Object.assign({}, window.dashMantineFunctions, {
    regionByName: ({ options, search }) => {
      const asked = bare(plain(search || ''));
      if (!asked) return options;
      const groups = options.filter((option) => option.items);
      if (!groups.length) return found(options, asked);
      return groups.map((group) => ({ ...group, items: found(group.items, asked) })).filter((group) => group.items.length);
    },
  });
})();
