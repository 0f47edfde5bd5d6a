/**
 * The page's side of the service worker: has the page kept for visits without a network, tells of a new version, and
 * what became of a part that the host no longer has. Loaded when everything else stands.
 */
import type { Simulation } from '../../client/simulation';
import { loadPanelTexts, translator } from '../i18n/text';
import { writeAddress } from '../share/useAddress';
import { localeStore } from '../stores/localeStore';
import { toastStore } from '../stores/toastStore';

/** A tab that stays open asks for a new version when somebody comes back to it, at most this often. */
const ASK_EVERY_MS = 60 * 60_000;
const QUIET_MS = 1_000;
const GIVE_UP_MS = 10_000;

let isKept = false;

/** Once per visit, and only where it can be done: a frame without an origin has no service workers, a dev server changes. */
export async function keepOffline(simulation: Simulation, isGuest: boolean): Promise<void> {
  if (isKept || !import.meta.env.PROD || import.meta.env.MODE === 'fixture') return;
  isKept = true;
  translateManifest();
  if (!isGuest) window.addEventListener('vite:preloadError', () => tellOfGone(simulation));
  const registration = await register();
  if (registration === undefined || isGuest) return;
  const tellOfNew = () => void tell('new', simulation, registration);
  if (registration.waiting !== null) tellOfNew();
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => {
      // Without a controller it is the first version, not a new one.
      if (coming.state === 'installed' && navigator.serviceWorker.controller !== null) tellOfNew();
    });
  });
  askAgain(registration);
}

async function register(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    if (isSavingData() || navigator.serviceWorker === undefined) return undefined;
    return await navigator.serviceWorker.register(new URL('sw.js', document.baseURI), { updateViaCache: 'none' });
  } catch {
    return undefined; // Sandboxed, private or without TLS: the page works as long as there is a network.
  }
}

/** Some people pay for every byte: what they open is enough. Not in the DOM's types. */
function isSavingData(): boolean {
  return (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;
}

function askAgain(registration: ServiceWorkerRegistration): void {
  let asked = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || performance.now() - asked < ASK_EVERY_MS) return;
    asked = performance.now();
    // Without a network there is nothing to ask.
    registration.update().catch(() => undefined);
  });
}

/** What is shown as the app's name and description before it is installed follows the page's language. */
function translateManifest(): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
  const follow = () => {
    if (link !== null) link.href = `./manifest${localeStore.getState().locale === 'ko' ? '.ko' : ''}.webmanifest`;
  };
  follow();
  localeStore.subscribe(follow);
}

/** Without a network a reload would end in nothing: the panel's own message offers to try again. */
function tellOfGone(simulation: Simulation): void {
  if (navigator.onLine) void tell('gone', simulation);
}

let shown: number | undefined;

/** One message at a time, with the way out. */
async function tell(
  what: 'new' | 'gone',
  simulation: Simulation,
  registration?: ServiceWorkerRegistration,
): Promise<void> {
  const { locale } = localeStore.getState();
  await loadPanelTexts(locale);
  const t = translator(locale);
  if (shown !== undefined) toastStore.getState().dismiss(shown);
  shown = toastStore.getState().show({
    tone: what === 'new' ? 'done' : 'error',
    stays: true,
    title: t(`offline.${what}`),
    text: t(`offline.${what}.text`),
    action: { label: t('offline.reload'), run: () => void reload(simulation, registration) },
  });
}

/** The run goes into the address first, so that the page comes back with it. */
async function reload(simulation: Simulation, registration: ServiceWorkerRegistration | undefined): Promise<void> {
  await simulation.pause().catch(() => undefined);
  await writeAddress(simulation).catch(() => undefined);
  const waiting = registration?.waiting ?? undefined;
  // Another tab may have let it take over already.
  if (waiting === undefined) return window.location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
  // Chromium forgets the wish if the old one is answering something just then: what pausing asked for is over first.
  setTimeout(() => waiting.postMessage('take over'), QUIET_MS);
  setTimeout(() => window.location.reload(), GIVE_UP_MS);
}
