// What stands on a page in the wrong language. Of English pages: Vietnamese letters outside of names and of
// what people wrote, which are learnt from the answers of the server. Of Vietnamese pages: a whole text that is
// an English word of the key files or of the content, and no Vietnamese one.
const letters = /[\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u1EF9]/;

// Members of answers that hold names, or words that somebody typed. Those of content stand in no answer under
// these names (tests/functional/english_test.py).
const written = new Set(['name', 'display_name', 'unit_name', 'hamlet_name', 'commune', 'hamlet', 'former_parent', 'closed_by_name', 'owner', 'place', 'by',
  'address', 'household_head', 'reason', 'note', 'evidence', 'number', 'signer', 'signer_title']);
// Whole answers that are somebody's own: titles of worklists, homes and records as written, reports.
const ownTitles = /\/(worklists|reports)(\/|\?|$)/;

function learn(value, path, names, told) {
  if (Array.isArray(value)) for (const one of value) learn(one, path, names, told);
  else if (value && typeof value === 'object') {
    for (const [key, one] of Object.entries(value)) {
      const own = written.has(key) || (key === 'title' && ownTitles.test(path)) || (['text', 'title', 'value'].includes(key) && /\/people\//.test(path) && !value[`${key}_en`]);
      if (key === 'open_item' || key === 'open_items') [one].flat().forEach((item) => item?.title && names.add(item.title));
      if (typeof one === 'string' && one !== '' && own) names.add(one);
      if (typeof one === 'string' && key.endsWith('_en') && value[key.slice(0, -3)] !== one) told.add(one);
      if (one && typeof one === 'object') learn(one, path, names, told);
    }
  }
}

// All that a reader sees or hears of a page.
function textsOf() {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(node.parentElement?.tagName ?? '')) texts.push(node.textContent ?? '');
  }
  for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(name) ?? '');
  }
  return texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

export function watchWords(page, locales) {
  const [names, told] = [new Set(), new Set()];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.startsWith('/api/v1/') || !response.headers()['content-type']?.includes('application/json')) return;
    void response.json().then((body) => learn(body, pathname, names, told), () => {});
  });
  const vietnamese = new Set(Object.values(locales.vi));
  const english = new Set(Object.entries(locales.en).filter(([key, text]) => text !== locales.vi[key] && !vietnamese.has(text) && key !== 'app.language').map(([, text]) => text));
  // On the map a commune stands without its level.
  const bare = (name) => name.replace(new RegExp(locales.vi['map.level']), '');
  const longestFirst = () => [...new Set([...names].flatMap((name) => [name, bare(name), name.replace(/\s+/g, ' ').trim()]))].filter(Boolean).sort((a, b) => b.length - a.length);
  return {
    wrongIn: async (language) => {
      const texts = [...new Set(await page.evaluate(textsOf))];
      if (language === 'vi') return texts.filter((text) => !letters.test(text) && (english.has(text) || told.has(text)));
      const known = longestFirst();
      const withoutNames = (text) => known.reduce((left, name) => left.split(name).join(''), text);
      return texts.filter((text) => text !== locales.en['app.language'] && letters.test(text) && letters.test(withoutNames(text)));
    },
  };
}
