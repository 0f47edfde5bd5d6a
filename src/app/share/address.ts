/** Links and snippets as texts: the page's own address with a run in its fragment. */
import type { LinkProblem } from './codec';
import type { Translate } from '../i18n/text';
import { bareAddress } from '../links/pageAddress';

/** `href` as an embedding address: `embed=1` and `parameters` added (undefined: taken out), the rest of the query kept. */
export function embedAddress(
  href: string,
  fragment: string,
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  const url = new URL(bareAddress(href));
  url.searchParams.set('embed', '1');
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return `${url.href}${fragment}`;
}

/** What the frame may do: `allow-scripts` alone is enough for the cluster, and the rest is for memory, copying and links. */
const SNIPPET_SANDBOX = 'allow-scripts allow-same-origin allow-popups';

/** A frame for a page of one's own. */
export function embedSnippet(address: string, title: string): string {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="480" loading="lazy" allow="clipboard-write; fullscreen" sandbox="${SNIPPET_SANDBOX}" style="border:0"></iframe>`;
}

/** The sentence that tells a person why a link does not open. */
export function problemText(problem: LinkProblem, t: Translate): string {
  switch (problem.type) {
    case 'cut':
      return t('share.bad.cut', { length: problem.length, expected: problem.expected });
    case 'damaged':
      return t('share.bad.damaged');
    case 'tooLong':
      return t('share.bad.tooLong', { length: problem.length });
    case 'newer':
      return t('share.bad.newer', { version: problem.version });
    case 'oversized':
      return t('share.bad.oversized');
    case 'notARun':
      return t('share.bad.notARun', { where: problem.where });
    case 'noLesson':
      return t('share.bad.noLesson', { name: problem.name });
    case 'badLesson':
      return t('author.bad.mistake', { text: problem.text });
    case 'unknown':
      return t('share.bad.unknown', { text: problem.text });
    default:
      return problem satisfies never;
  }
}
