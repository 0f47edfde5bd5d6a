/**
 * The query of the page's address: how the cluster is presented, never what it is (that is the fragment).
 * Unknown names and values are ignored, and kept by whoever writes a link.
 */
import type { Locale } from '../i18n/text';
import type { Theme } from '../stores/themeStore';
import type { GraphView } from '../stores/viewStore';

/** Speeds that the clock can run at, in virtual seconds per second. */
export const SPEEDS: readonly number[] = [1, 2, 5, 10, 60, 300];

export interface PageQuery {
  /** A guest in slides: no files, no dock, nothing bound globally, starts paused. */
  readonly embed: boolean;
  readonly view?: GraphView;
  readonly lang?: Locale;
  readonly theme?: Theme;
  /** What stands in place of the graph, or with `split` the text beside it. */
  readonly shows?: 'timeline' | 'terminal' | 'yaml' | 'split';
  /** Panels that the address opens; absent: those that were open last time, and in a guest frame none. */
  readonly panels?: ReadonlySet<AskedPanel>;
  /** The terminal is open: `view=terminal` or `panels=terminal`. */
  readonly terminal?: true;
  /** `ctl=1`: nothing is started before a click. */
  readonly click?: true;
  /** `ro=1`: time may be moved, and nothing changed. */
  readonly readOnly?: true;
  /** `src=https://...`: where a run or a lesson may be fetched from, once the person agrees. */
  readonly source?: string;
  /** Absent: plays, unless embedded. */
  readonly play?: boolean;
  /** One of SPEEDS. */
  readonly speed?: number;
  /** `k8s=book`: the constants of the book's first edition, for a page that no link fills. */
  readonly profile?: 'book';
  /** A real cluster instead of the simulated one: the path of its API at the page's own origin, `/` behind kubectl proxy. */
  readonly api?: string;
  /** Only objects of this namespace are drawn; `*`: of all, the system's too. */
  readonly namespace?: string;
  /** Parts that the host does not want to see. */
  readonly hide: ReadonlySet<HiddenPart>;
}
export type HiddenPart = 'header' | 'share' | 'dock';
export type AskedPanel = 'files' | 'timeline' | 'terminal' | 'inspector' | 'lesson';

const GRAPHS = ['nodes', 'owners', 'traffic', 'controlPlane', 'graph'] as const;
const SHOWN = ['timeline', 'terminal', 'yaml', 'split'] as const;
/** Names in addresses to panels. */
const PANELS: Readonly<Record<string, AskedPanel>> = {
  files: 'files',
  yaml: 'files',
  timeline: 'timeline',
  dock: 'timeline',
  terminal: 'terminal',
  inspector: 'inspector',
  lesson: 'lesson',
};

const oneOf = <T extends string>(text: string | null, allowed: readonly T[]): T | undefined =>
  allowed.find((value) => value === text);

/** Reads `search`, with or without its question mark. Never throws. */
export function parseQuery(search: string): PageQuery {
  const query = new URLSearchParams(search);
  const flag = (name: string) => {
    const text = query.get(name);
    return text === '1' || text === 'true' ? true : text === '0' || text === 'false' ? false : undefined;
  };
  const view = oneOf(query.get('view'), GRAPHS);
  const shows = oneOf(query.get('view'), SHOWN);
  const lang = oneOf(query.get('lang'), ['ko', 'en'] as const);
  const theme = oneOf(query.get('theme'), ['auto', 'light', 'dark'] as const);
  const play = flag('play');
  const speed = SPEEDS.find((value) => String(value) === query.get('speed'));
  const api = query.get('api') ?? '';
  const namespace = query.get('ns') ?? '';
  const panels = panelsOf(query.get('panels'), shows);
  const source = sourceOf(query.get('src'));
  const hidden = (query.get('hide') ?? '').split(',').map((part) => oneOf(part, ['header', 'share', 'dock'] as const));
  return {
    embed: flag('embed') ?? false,
    ...(view === undefined ? {} : { view: view === 'graph' ? 'nodes' : view }),
    ...(shows === undefined ? {} : { shows }),
    ...(panels === undefined ? {} : { panels }),
    ...(panels?.has('terminal') === true ? { terminal: true } : {}),
    ...(flag('ctl') === true ? { click: true } : {}),
    ...(flag('ro') === true ? { readOnly: true } : {}),
    ...(source === undefined ? {} : { source }),
    ...(lang === undefined ? {} : { lang }),
    ...(theme === undefined ? {} : { theme }),
    ...(play === undefined ? {} : { play }),
    ...(speed === undefined ? {} : { speed }),
    ...(query.get('k8s') === 'book' ? { profile: 'book' } : {}),
    // Never another origin: whoever makes a link must not choose whom the page trusts.
    ...(/^\/(?![/\\])[\w./~-]*$/.test(api) ? { api } : {}),
    ...(/^\*$|^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace) ? { namespace } : {}),
    hide: new Set(hidden.filter((part) => part !== undefined)),
  };
}

/** The panels of `panels=`, and the one that `view=` shows; unknown names open nothing. */
function panelsOf(text: string | null, shows: PageQuery['shows']): ReadonlySet<AskedPanel> | undefined {
  const named = (text ?? '').split(',').flatMap((name) => (Object.hasOwn(PANELS, name) ? (PANELS[name] ?? []) : []));
  const shown = shows === undefined ? [] : [PANELS[shows === 'split' ? 'yaml' : shows] ?? []].flat();
  return text === null && shown.length === 0 ? undefined : new Set([...named, ...shown]);
}

/** Only https: whoever reads what comes must be able to say from whom. */
function sourceOf(text: string | null): string | undefined {
  if (text === null || !URL.canParse(text)) return undefined;
  const { protocol, username, password, href } = new URL(text);
  return protocol === 'https:' && username === '' && password === '' ? href : undefined;
}
