/** A small browser on the learner's own machine: what comes back is shown as text and never run. */
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Simulation } from '../../client/simulation';
import type { Backend } from '../cluster/backend';
import { useBackend, useList } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { browserStore } from './browserStore';
import './browser.css';
import { type BrowserPage, type Names, namesIn, visitPage, wholeAddress } from './page';
import { useRunLine } from '../sending/useSend';

/** More of a body than anybody reads. */
const MOST_CHARACTERS = 20_000;

export function BrowserPane({ simulation }: { readonly simulation: Simulation }) {
  const t = useText();
  const address = useStore(browserStore, (state) => state.address);
  const close = useStore(browserStore, (state) => state.close);
  const backend = useBackend();
  const [typed, setTyped] = useState(address);
  const [page, setPage] = useState<BrowserPage>();
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const trusted = useRef(new Set<string>());
  useEffect(() => setTyped(address), [address]);
  useEffect(() => field.current?.focus(), []);
  const go = async (to: string) => {
    setBusy(true);
    try {
      const names = namesIn(await hostsFile(backend));
      setPage(await visitPage(to, { simulation, names, trusts: (host) => trusted.current.has(host) }));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void go(typed);
  };
  const proceed = (url: string) => {
    const host = wholeAddress(url)?.hostname;
    if (host !== undefined) trusted.current.add(host);
    void go(url);
  };
  return (
    <section
      className="browser-pane"
      aria-label={t('traffic.browser')}
      onKeyDown={(event) => {
        // The picture's own keys walk its boxes.
        event.stopPropagation();
        if (event.key === 'Escape') close();
      }}
    >
      <form onSubmit={submit} className="browser-head">
        <button
          type="button"
          className="btn quiet icon"
          aria-label={t('traffic.browser.reload')}
          title={t('traffic.browser.reload')}
          disabled={page === undefined || isBusy}
          onClick={() => void go(page?.url ?? typed)}
        >
          <Icon name="restart" size={14} />
        </button>
        <input
          ref={field}
          className="field mono grow"
          aria-label={t('traffic.browser.address')}
          placeholder="http://192.168.49.3:30123/"
          value={typed}
          spellCheck={false}
          onChange={({ target }) => setTyped(target.value)}
        />
        <button type="submit" className="btn" disabled={isBusy || typed.trim() === ''}>
          {t('traffic.browser.go')}
        </button>
        <button type="button" className="btn quiet icon" aria-label={t('traffic.browser.close')} onClick={close}>
          <Icon name="x" />
        </button>
      </form>
      <div
        className="browser-page"
        role="region"
        aria-live="polite"
        aria-label={t('traffic.browser.page')}
        tabIndex={0}
      >
        {isBusy ? <p className="dim">{t('traffic.browser.busy')}</p> : <PageView page={page} onProceed={proceed} />}
      </div>
    </section>
  );
}

/** /etc/hosts of the learner's machine, which the terminal writes. */
async function hostsFile(backend: Backend): Promise<string> {
  const { readInSession } = await import('../terminal/useTerminalSession');
  return (await readInSession(backend, '/etc/hosts')) ?? '';
}

function PageView({ page, onProceed }: { readonly page: BrowserPage | undefined; onProceed(url: string): void }) {
  const t = useText();
  if (page === undefined) return <p className="dim">{t('traffic.browser.empty')}</p>;
  if (page.type === 'error')
    return (
      <>
        <h3>{t('traffic.browser.error')}</h3>
        <p>{t(`traffic.browser.${page.error}`, { host: wholeAddress(page.url)?.hostname ?? page.url })}</p>
        <p className="mono dim">{page.error}</p>
        {page.error === 'ERR_NAME_NOT_RESOLVED' ? <HostsHint host={wholeAddress(page.url)?.hostname ?? ''} /> : null}
      </>
    );
  if (page.type === 'warning')
    return (
      <>
        <h3>{t('traffic.browser.warning')}</h3>
        <p>{t('traffic.browser.ERR_CERT_AUTHORITY_INVALID', { host: wholeAddress(page.url)?.hostname ?? page.url })}</p>
        <p className="mono dim wrap-anywhere">
          subject: {page.subject}
          <br />
          issuer: {page.issuer}
        </p>
        <p className="mono dim">NET::ERR_CERT_AUTHORITY_INVALID</p>
        <button type="button" className="btn" onClick={() => onProceed(page.url)}>
          {t('traffic.browser.proceed')}
        </button>
      </>
    );
  const { version, status, reason, headers, body } = page.response;
  return (
    <>
      {page.redirects.map((line) => (
        <p key={line} className="mono dim wrap-anywhere">
          {line} →
        </p>
      ))}
      <p className="mono" data-outcome={status < 400 ? 'ok' : 'failed'}>
        <b>
          {version} {status} {reason}
        </b>
      </p>
      <dl className="browser-headers mono">
        {headers.map(([name, value]) => (
          <div key={`${name} ${value}`}>
            <dt>{name}:</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <pre className="browser-body">{body.length > MOST_CHARACTERS ? `${body.slice(0, MOST_CHARACTERS)} …` : body}</pre>
    </>
  );
}

/** Hosts of Ingresses with their addresses: what would have to stand in /etc/hosts. */
function useHosts(): Names {
  const ingresses = useList('Ingress');
  return useMemo(() => {
    const names = new Map<string, string>();
    for (const { spec, status } of ingresses) {
      const address = status?.loadBalancer?.ingress?.[0]?.ip;
      if (address === undefined) continue;
      for (const { host } of spec.rules ?? [])
        if (host !== undefined && !host.startsWith('*')) names.set(host, address);
    }
    return names;
  }, [ingresses]);
}

/** A name that stands in no /etc/hosts yet, and the line that writes it there. */
function HostsHint({ host }: { readonly host: string }) {
  const t = useText();
  const run = useRunLine();
  const address = useHosts().get(host);
  if (address === undefined) return null;
  const line = `echo '${address} ${host}' | sudo tee -a /etc/hosts`;
  return (
    <>
      <p>{t('traffic.browser.hosts')}</p>
      <p className="mono wrap-anywhere">{line}</p>
      {run === undefined ? null : (
        <button type="button" className="btn" onClick={() => run(line)}>
          {t('traffic.browser.hosts.run')}
        </button>
      )}
    </>
  );
}
