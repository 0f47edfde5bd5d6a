import { expect, test } from 'vitest';
import { budgetRows, overBudget } from '../../scripts/budget.mjs';

const KIB = 1024;
const file = (path: string, kib: number, text = '') => ({ path, text, gzip: kib * KIB });

/** A page with its engine, a shared chunk, an editor with a worker of its own and a small dialog. */
const page = (engine = 60) => [
  file('index.html', 1, '<script src="./assets/index-a.js"></script><link href="./assets/index-b.css">'),
  file(
    'assets/index-a.js',
    100,
    'import"./react-c.js";new Worker(new URL("worker-d.js",import.meta.url));import("./Editor-e.js");import("./Share-f.js")',
  ),
  file('assets/index-b.css', 5),
  file('assets/react-c.js', 20),
  file('assets/worker-d.js', engine),
  file('assets/Editor-e.js', 900, 'import"./react-c.js";new URL("yaml.worker-g.js",import.meta.url)'),
  file('assets/yaml.worker-g.js', 500),
  file('assets/Share-f.js', 30),
  file('assets/orphan-h.png', 9000),
];

test('the first load is page, script, style, what they import, and the engine', () => {
  const rows = budgetRows(page());
  expect(rows.map(({ part, kib }) => [part, kib])).toEqual([
    ['first load, main thread', 126],
    ['first load, engine worker', 60],
    ['on demand: Editor-e.js', 1400],
    ['on demand: Share-f.js', 30],
  ]);
  expect(overBudget(rows)).toEqual([]);
});

test('the worker that a terminal starts counts for itself', () => {
  const terminal = [
    ...page().map((each) =>
      each.path.includes('index-a') ? { ...each, text: `${each.text};import("./TerminalPanel-i.js")` } : each,
    ),
    file('assets/TerminalPanel-i.js', 90, 'new URL("shell.worker-j.js",import.meta.url)'),
    file('assets/shell.worker-j.js', 300),
  ];
  const rows = budgetRows(terminal).map(({ part, kib, budget }) => [part, kib, budget]);
  expect(rows).toContainEqual(['on demand, shell worker', 300, 340]);
  expect(rows).toContainEqual(['on demand: TerminalPanel-i.js', 90, 100]);
});

test('what the engine fetches later is counted part by part', () => {
  const later = [
    ...page().map((each) =>
      each.path.includes('worker-d') ? { ...each, text: 'import("./userland-k.js");import("./react-c.js")' } : each,
    ),
    file('assets/userland-k.js', 70, 'import"./worker-d.js"'),
  ];
  const rows = budgetRows(later).map(({ part, kib, budget }) => [part, kib, budget]);
  expect(rows).toContainEqual(['on demand, engine: userland-k.js', 70, 100]);
  expect(rows.filter(([part]) => String(part).includes('react-c'))).toEqual([]);
});

test('a part that grows over its budget is named', () => {
  expect(overBudget(budgetRows(page(341))).map(({ part }) => part)).toEqual(['first load, engine worker']);
  const heavy = page().map((each) => (each.path.includes('Share') ? { ...each, gzip: 61 * KIB } : each));
  expect(overBudget(budgetRows(heavy)).map(({ part }) => part)).toEqual(['on demand: Share-f.js']);
});

test('a folder that is no build is an error, not a success', () => {
  expect(() => budgetRows([])).toThrow('no index.html');
  expect(() => budgetRows([file('index.html', 1)])).toThrow('no script');
  const withoutWorker = page().filter(({ path }) => !path.includes('worker-d'));
  expect(() => budgetRows(withoutWorker)).toThrow('no worker');
});
