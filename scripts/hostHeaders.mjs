/** `vite preview` sends what public/_headers tells hosts to send: the page is tried with it on every run of the tests. */
import { readFileSync } from 'node:fs';

/** @typedef {{ path: string, headers: [string, string][] }} HeaderRule */

/** The rules of a `_headers` file: a path, `*` at its end for all below it, and the headers indented under it. @param {string} text @returns {HeaderRule[]} */
export function headerRules(text) {
  /** @type {HeaderRule[]} */
  const rules = [];
  for (const line of text.split('\n')) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const header = /^\s+([\w-]+):\s*(.*)$/.exec(line);
    if (header === null) rules.push({ path: line.trim(), headers: [] });
    else rules.at(-1)?.headers.push([header[1] ?? '', header[2] ?? '']);
  }
  return rules;
}

/** What is sent with the file at `path`, which begins with a slash. @param {readonly HeaderRule[]} rules @param {string} path */
export function headersAt(rules, path) {
  const fits = (/** @type {string} */ rule) =>
    rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : rule === path;
  return rules.filter((rule) => fits(rule.path)).flatMap(({ headers }) => headers);
}

/** @returns {import('vite').Plugin} */
export function hostHeaders() {
  const rules = headerRules(readFileSync(new URL('../public/_headers', import.meta.url), 'utf8'));
  return {
    name: 'host-headers',
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '/').replace(/[?#].*$/, '');
        for (const [name, value] of headersAt(rules, path)) response.setHeader(name, value);
        next();
      });
    },
  };
}
