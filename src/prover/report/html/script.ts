/**
 * What makes the page answer: search and filter, and the details of the host that is chosen. It writes text nodes only, never markup,
 * so that a name of the input stays a name. Plain JavaScript of every current browser; it is shipped as it stands here.
 */
export const SCRIPT = `
'use strict';
(function () {
  var data = JSON.parse(document.getElementById('data').textContent);
  var rows = Array.prototype.slice.call(document.querySelectorAll('#hosts tbody tr'));
  var search = document.getElementById('search');
  var shown = document.getElementById('shown');
  var detail = document.getElementById('detail');
  var drawn = Array.prototype.slice.call(document.querySelectorAll('svg.net [data-hosts]'));
  var WORDS = { ready: 'is ready: it can become a managed node', never: 'can never become a managed node', unknown: 'can neither be proved ready nor impossible' };
  var verdict = '';
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });

  function el(name, attributes, children) {
    var node = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { node.setAttribute(key, attributes[key]); });
    (Array.isArray(children) ? children : children === undefined ? [] : [children]).forEach(function (child) {
      node.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
    });
    return node;
  }

  function filter() {
    var words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    var count = 0;
    rows.forEach(function (row, i) {
      var fits = (verdict === '' || row.dataset.verdict === verdict) && words.every(function (word) { return texts[i].indexOf(word) >= 0; });
      row.hidden = !fits;
      if (fits) count++;
    });
    shown.textContent = count + ' of ' + rows.length + ' hosts shown';
  }

  function steps(numbers) {
    return el('ul', { 'class': 'steps' }, numbers.map(function (number) {
      var step = data.steps[number];
      var classes = [step[0]].concat(step[2] ? ['broken'] : []);
      var item = el('li', { 'class': classes.join(' ') }, [step[1]]);
      if (step[2]) item.appendChild(el('span', { 'class': 'endtag' }, '\\u25C0 blocked here'));
      return item;
    }));
  }

  function finding(f) {
    var parts = [el('p', {}, [el('span', { 'class': 'id' }, data.texts[f.i]), ' ' + f.m])];
    f.a.forEach(function (place) { parts.push(el('p', { 'class': 'place' }, 'at ' + place)); });
    if (data.texts[f.u]) parts.push(el('p', {}, [el('b', {}, 'Fix: '), data.texts[f.u]]));
    if (f.k !== undefined) parts.push(el('p', {}, [el('b', {}, 'Acknowledged: '), f.k]));
    if (f.b) parts.push(el('p', {}, 'In the baseline'));
    return el('div', { 'class': 'finding ' + f.s }, parts);
  }

  function list(title, items) {
    return items.length === 0 ? [] : [el('h4', {}, title), el('ul', {}, items.map(function (item) { return el('li', {}, item); }))];
  }

  function describe(host, full) {
    var parts = [el('h3', {}, [host.n]), el('p', { 'class': 'verdict ' + host.v }, WORDS[host.v]), el('p', { 'class': 'place' }, data.texts[host.t] + ', ' + data.texts[host.f])];
    if (host.findings.length > 0) parts.push(el('h4', {}, 'Findings'));
    host.findings.forEach(function (f) { parts.push(finding(f)); });
    parts = parts.concat(list('Unresolved', host.unknowns));
    host.paths.slice(0, full ? 12 : 1).forEach(function (path) {
      parts.push(el('h4', {}, 'The way from ' + data.texts[path.from] + (path.w === undefined ? '' : ', with ' + data.texts[path.w])), steps(path.s));
      path.to.forEach(function (service) {
        parts.push(el('h4', {}, ('to ' + service.n + ' ' + data.texts[service.ways[0].e]).trim()), steps(service.ways[0].s));
        if (service.ways.length === 1 || !full) return;
        var others = [];
        service.ways.slice(1).forEach(function (way) { others.push(el('p', {}, data.texts[way.e]), steps(way.s)); });
        parts.push(el('details', {}, [el('summary', {}, service.ways.length === 2 ? '1 other way' : (service.ways.length - 1) + ' other ways')].concat(others)));
      });
    });
    if (!full) return parts;
    parts = parts.concat(list('What is assumed', host.assumptions.map(function (a) { return data.texts[a]; })));
    parts.push(el('h4', {}, 'See for yourself, on the host'), el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Commands for the host' }, data.texts[host.onHost]));
    parts.push(el('h4', {}, 'With the AWS CLI'), el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Commands for the AWS CLI' }, data.texts[host.onAws]));
    return parts;
  }

  function light(index) {
    drawn.forEach(function (node) {
      node.classList.toggle('on', (' ' + node.dataset.hosts + ' ').indexOf(' ' + index + ' ') >= 0);
    });
    Array.prototype.forEach.call(document.querySelectorAll('svg.net'), function (svg) { svg.classList.toggle('some', svg.querySelector('.way.on') !== null); });
  }

  function select(index, move) {
    var host = data.hosts[index];
    if (!host) return;
    rows.forEach(function (row) {
      var mine = Number(row.dataset.host) === index;
      row.classList.toggle('sel', mine);
      row.querySelector('button').setAttribute('aria-expanded', String(mine));
    });
    detail.replaceChildren.apply(detail, describe(host, true));
    if (move) { detail.focus({ preventScroll: true }); detail.scrollIntoView({ block: 'nearest' }); }
  }

  search.addEventListener('input', filter);
  Array.prototype.forEach.call(document.querySelectorAll('[data-filter]'), function (button) {
    button.addEventListener('click', function () {
      verdict = button.dataset.filter;
      Array.prototype.forEach.call(document.querySelectorAll('[data-filter]'), function (other) { other.setAttribute('aria-pressed', String(other === button)); });
      filter();
    });
  });
  document.querySelector('#hosts tbody').addEventListener('click', function (event) {
    var row = event.target.closest('tr');
    if (!row) return;
    light(Number(row.dataset.host));
    select(Number(row.dataset.host), event.target.closest('button') !== null && event.detail === 0);
  });
  Array.prototype.forEach.call(document.querySelectorAll('svg.net .host'), function (chip) {
    var choose = function (event) {
      if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      light(Number(chip.dataset.hosts.split(' ')[0]));
      select(Number(chip.dataset.hosts.split(' ')[0]), true);
    };
    chip.addEventListener('click', choose);
    chip.addEventListener('keydown', choose);
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === '/' && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) { event.preventDefault(); search.focus(); }
    if (event.key === 'Escape') { light(-1); if (event.target === search) { search.value = ''; filter(); } }
  });
  window.addEventListener('beforeprint', function () {
    var paper = document.getElementById('paper');
    if (paper.childNodes.length > 0) return;
    data.hosts.filter(function (host) { return host.v !== 'ready'; }).slice(0, 200).forEach(function (host) { paper.appendChild(el('section', {}, describe(host, false))); });
  });
  filter();
  if (data.hosts.length > 0) select(Number(rows[0].dataset.host), false);
})();
`;
