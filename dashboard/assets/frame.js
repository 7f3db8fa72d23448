/* The buttons of a chart frame: saves its pictures as SVG or PNG, always in light colours, and copies the address. */
(function () {
  'use strict';
  const SVG = 'http://www.w3.org/2000/svg';
  const FONT = 'Arial, Helvetica, sans-serif'; /* a file cannot bring the letters of the page along */
  const WIDE = 960, HALF = 600, EDGE = 24, KEY = 22, SCALE = 2;
  const LONGEST = 16000; /* pixels: browsers draw nothing at all on a longer canvas */
  const LOOKS = ['fill', 'stroke', 'stroke-width', 'stroke-linejoin', 'paint-order', 'fill-rule', 'opacity', 'vector-effect', 'font-size', 'font-weight', 'text-anchor'];
  const PAGE_ONLY = ['class', 'style', 'href', 'role', 'tabindex'];

  function made(tag, props, ...children) {
    const element = document.createElementNS(SVG, tag);
    Object.entries(props).forEach(([name, value]) => element.setAttribute(name, value));
    element.append(...children);
    return element;
  }

  /* Reads something of the page as it looks in light; the page is back before the browser draws. */
  function inLight(read) {
    const root = document.documentElement;
    const chosen = root.dataset.theme;
    root.dataset.theme = 'light';
    try { return read(); } finally {
      if (chosen) root.dataset.theme = chosen;
      else delete root.dataset.theme;
    }
  }

  /* The colour of a token of the theme, in light. */
  const token = (name) => inLight(() => getComputedStyle(document.documentElement).getPropertyValue(name).trim());

  /* A drawing of the page with its looks written into it, as a file has no style sheet. */
  function copyOf(drawn, width, height) {
    const copy = drawn.cloneNode(true);
    const [from, to] = [drawn, copy].map((each) => [each, ...each.querySelectorAll('*')]);
    inLight(() => from.forEach((each, at) => {
      const look = getComputedStyle(each);
      [...to[at].attributes].filter(({ name }) => PAGE_ONLY.includes(name) || name.startsWith('aria-')).forEach(({ name }) => to[at].removeAttribute(name));
      LOOKS.forEach((name) => to[at].setAttribute(name, look.getPropertyValue(name)));
      if (each.tagName === 'text') to[at].setAttribute('font-family', FONT);
    }));
    const [, , across, down] = drawn.getAttribute('viewBox').split(/[\s,]+/).map(Number);
    const tall = height || Math.round(width * down / across);
    ['preserveAspectRatio', 'overflow'].forEach((name) => copy.removeAttribute(name));
    Object.entries({ width, height: tall }).forEach(([name, value]) => copy.setAttribute(name, value));
    return { part: copy, height: tall };
  }

  /* A chart, drawn anew at the width of a file. */
  async function chartOf(plot, width) {
    const { height } = plot._fullLayout;
    const layout = { ...plot.layout, width, height, autosize: false, font: { ...plot.layout.font, family: FONT } };
    const text = await window.Plotly.toImage({ data: plot.data, layout }, { format: 'svg', width, height, imageDataOnly: true });
    const part = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    return { part: document.importNode(part, true), height };
  }

  /* A drawing of the page and, below it, its legend, which on the page may stand above it. */
  function drawingOf(place, width) {
    const rows = [...place.querySelectorAll('li')].filter((item) => item.parentElement.querySelector('svg') && !item.closest('svg'));
    const drawn = copyOf([...place.querySelectorAll('svg')].find((each) => !each.closest('li')), width);
    const parts = [drawn.part];
    let y = drawn.height + 12;
    rows.forEach((item) => {
      const key = item.querySelector('svg');
      if (key) {
        const { part } = copyOf(key, KEY, KEY);
        part.setAttribute('y', y);
        parts.push(part);
      }
      parts.push(written([item.textContent], key ? KEY + 8 : 0, y + 16, 14));
      y += KEY + 6;
    });
    return { part: made('g', {}, ...parts), height: y };
  }

  /* The address of what is shown with its release, as the files of the frame have it: it tells the same when there is a newer. */
  function pinned(panel) {
    const here = new URL(window.location.href);
    const file = panel.querySelector('a[download]');
    const release = file && new URL(file.href).searchParams.get('release');
    if (release && !here.searchParams.get('release')) here.search += `${here.search ? '&' : '?'}release=${release}`;
    return here.href;
  }

  function written(lines, x, y, size, more = {}) {
    const spans = lines.map((line, at) => made('tspan', { x, dy: at ? size * 1.3 : 0 }, line));
    return made('text', { x, y, fill: token('--ink'), 'font-family': FONT, 'font-size': size, ...more }, ...spans);
  }

  const pen = document.createElement('canvas').getContext('2d');
  function broken(text, size, weight, width) {
    pen.font = `${weight} ${size}px Arial`;
    return text.trim().split(/\s+/).reduce((lines, word) => {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
      return lines;
    }, []);
  }

  /* All pictures of a frame under its headline, with its source and address: whole on a sheet without the page. */
  async function sheet(panel) {
    const places = [...panel.querySelectorAll('.pictures > *')];
    const wide = places.length > 1 ? HALF : WIDE;
    const width = places.length * (wide + EDGE) + EDGE;
    const whole = made('svg', { xmlns: SVG, width, 'font-family': FONT });
    let y = EDGE;
    const text = (selector) => panel.querySelector(selector).textContent;
    const write = (words, size, weight = 400) => {
      const lines = broken(words, size, weight, width - 2 * EDGE);
      whole.append(written(lines, EDGE, y + size, size, { 'font-weight': weight }));
      y += lines.length * size * 1.3 + 8;
    };
    write(text('.panel-headline'), 22, 700);
    write(text('.panel-subtitle'), 14);
    y += 8;
    const pictures = await Promise.all(places.map((place) => {
      const plot = place.querySelector('.js-plotly-plot');
      return plot ? chartOf(plot, wide) : drawingOf(place, wide);
    }));
    pictures.forEach(({ part }, at) => {
      const x = EDGE + at * (wide + EDGE);
      if (part.tagName === 'g') part.setAttribute('transform', `translate(${x} ${y})`);
      else Object.entries({ x, y }).forEach(([name, value]) => part.setAttribute(name, value));
      whole.append(part);
    });
    y += Math.max(...pictures.map(({ height }) => height)) + 8;
    write(text('.panel-foot .source'), 12);
    write(pinned(panel), 12);
    const height = Math.ceil(y + EDGE - 8);
    whole.setAttribute('height', height);
    whole.setAttribute('viewBox', `0 0 ${width} ${height}`);
    whole.prepend(made('rect', { width, height, fill: token('--paper') }));
    return { text: new XMLSerializer().serializeToString(whole), width, height };
  }

  async function pixels({ text, width, height }) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    const scale = Math.min(SCALE, LONGEST / height);
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done, failed) => { canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png'); });
  }

  function save(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  /* In the one place that is read aloud; an empty moment in between, else the same words are read only once. */
  function say(words) {
    const live = document.getElementById('live');
    live.textContent = '';
    setTimeout(() => { live.textContent = words; }, 50);
  }

  async function saved(button) {
    const panel = button.closest('.panel');
    const named = panel.querySelector('a[download]');
    const name = `${(named && named.download.replace(/\.csv$/, '')) || panel.id}.${button.dataset.save}`;
    try {
      const drawn = await sheet(panel);
      save(button.dataset.save === 'png' ? await pixels(drawn) : new Blob([drawn.text], { type: 'image/svg+xml' }), name);
      say(`${button.dataset.done} ${name}`);
    } catch (error) {
      say(button.dataset.failed);
    }
  }

  async function linked(button) {
    const panel = button.closest('.panel');
    const done = await window.doorstroom.copied(`${pinned(panel).split('#')[0]}#${panel.id}`);
    button.focus();
    const words = done ? button.dataset.done : button.dataset.failed;
    say(words);
    const usual = button.dataset.words || button.textContent;
    button.dataset.words = usual;
    button.textContent = words;
    clearTimeout(button.told);
    button.told = setTimeout(() => { button.textContent = usual; }, 3000);
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('button[data-save], button[data-link]');
    if (!button) return;
    if (button.dataset.save) saved(button);
    else linked(button);
  });
})();
