/** Starts the page: reads the address, chooses what stands behind the views, renders. */
import { createRoot, type Root } from 'react-dom/client';
import { App } from './App';
import type { Backend } from './cluster/backend';
import type { LayoutSlots } from './layout/slots';
import { createWorkerBackend } from './cluster/workerBackend';
import { openAskedPanels } from './links/askedPanels';
import { type PageQuery, parseQuery } from './links/query';
import './main.css';
import { listenForHost } from './embed/host';
import { type Locale, loadPanelTexts, loadTexts } from './i18n/text';
import { panels } from './panels';
import { localeStore } from './stores/localeStore';
import { namespaceStore } from './stores/namespaceStore';
import { themeStore } from './stores/themeStore';
import { viewStore } from './stores/viewStore';

const LATER_MS = 3_000;

/** The address speaks for this visit only: nothing of it is remembered. */
function applyQuery(): PageQuery {
  const query = parseQuery(window.location.search);
  if (query.lang !== undefined) localeStore.setState({ locale: query.lang });
  if (query.theme !== undefined) themeStore.setState({ theme: query.theme });
  if (query.namespace === '*') namespaceStore.setState({ withSystem: true });
  else if (query.namespace !== undefined) namespaceStore.setState({ shown: query.namespace });
  if (query.view !== undefined) viewStore.setState({ view: query.view });
  openAskedPanels(query);
  return query;
}

interface Behind {
  readonly createBackend: () => Backend;
  readonly slots: LayoutSlots;
}

/**
 * A worker: the engine's, or the one to the real cluster that the address names. In a build of mode `fixture`, objects
 * that stand still, for looking at the page alone.
 */
async function choose({ api, profile, readOnly }: PageQuery): Promise<Behind> {
  if (api !== undefined) {
    const { createRemoteBackend, remotePanels } = await import('./realCluster/remotePage');
    return { createBackend: () => createRemoteBackend(api), slots: remotePanels };
  }
  if (import.meta.env.MODE !== 'fixture') {
    const guard = readOnly === true ? await import('./embed/readOnly') : undefined;
    return { createBackend: () => createWorkerBackend(profile, guard), slots: panels };
  }
  const { createFixtureBackend } = await import('./cluster/fixtureBackend');
  const { bigFixture } = await import('./cluster/fixtureCluster');
  const big = /[?&]fixture=(\d+)x(\d+)/.exec(window.location.search);
  const objects = big === null ? undefined : bigFixture(Number(big[1]), Number(big[2]));
  return { createBackend: () => createFixtureBackend(objects), slots: panels };
}

/** Shows a picture until somebody wants the page: nothing of an engine is fetched before. */
async function clicked(page: Root, locale: Locale): Promise<void> {
  const [{ Poster }] = await Promise.all([import('./embed/Poster'), loadTexts(locale), loadPanelTexts(locale)]);
  await new Promise<void>((resolve) => page.render(<Poster onStart={resolve} />));
}

/** Everything that must be here before the first paint. No await of the module itself: what is fetched may need it. */
async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  const query = applyQuery();
  if (query.embed) listenForHost();
  // No origin of its own: workers start another way there.
  if (globalThis.origin === 'null') (await import('./embed/blobWorkers')).startWorkersFromBlobs();
  const { locale } = localeStore.getState();
  void loadPanelTexts(locale);
  const page = createRoot(root);
  if (query.click === true) await clicked(page, locale);
  const [behind] = await Promise.all([choose(query), loadTexts(locale)]);
  page.render(<App query={query} {...behind} />);
  // Later, so that the language can be switched without a network.
  setTimeout(() => void Promise.all([loadTexts('ko'), loadPanelTexts('ko'), loadPanelTexts('en')]), LATER_MS);
}

void start();
