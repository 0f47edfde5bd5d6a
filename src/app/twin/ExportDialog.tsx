/** The present cluster as plain manifests: to save, or to copy. On a simulated cluster and on a real one. Loaded when it opens. */
import { useEffect, useState } from 'react';
import { type ExportedManifests, exportManifests } from '../../manifests/exportManifests';
import { liveObjects } from '../../manifests/liveObjects';
import { useBackend, useClient, useList } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { copyText } from '../share/clipboard';
import { download } from '../share/runFile';
import { NoteList } from './NoteList';
import { answerOf } from './answerOf';
import { TwinFrame } from './TwinFrame';

type Exported =
  | { readonly type: 'working' }
  | { readonly type: 'ready'; readonly manifests: ExportedManifests }
  | { readonly type: 'failed'; readonly why: string };

const ALL = '';

export function ExportDialog() {
  const t = useText();
  const client = useClient();
  const { simulation } = useBackend();
  const names = useList('Namespace').map(({ metadata }) => metadata.name);
  const [namespace, setNamespace] = useState(ALL);
  // The values of a real cluster's secrets leave it only if somebody says so.
  const [withSecretValues, setWithSecretValues] = useState(simulation !== undefined);
  const [exported, setExported] = useState<Exported>({ type: 'working' });
  const [copied, setCopied] = useState<boolean>();
  useEffect(() => {
    let isCurrent = true;
    const scope = namespace === ALL ? {} : { namespaces: [namespace] };
    setExported({ type: 'working' });
    liveObjects(answerOf(client), { ...scope, withNodes: false, withSecretValues }).then(
      (live) => {
        const manifests = exportManifests(live.objects, { ...scope, withSecretValues });
        const notes = [...live.notes, ...manifests.notes];
        if (isCurrent) setExported({ type: 'ready', manifests: { ...manifests, notes } });
      },
      (error: unknown) => {
        if (isCurrent) setExported({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [client, namespace, withSecretValues]);
  const files = exported.type === 'ready' ? exported.manifests.files : [];
  const before = (
    <>
      {files.map(({ name, text }) => (
        <button key={name} type="button" className="btn primary" onClick={() => download(name, text)}>
          <Icon name="down" size={14} />
          {name}
        </button>
      ))}
      {files.length === 0 ? null : (
        <button
          type="button"
          className="btn"
          onClick={async () => setCopied(await copyText(files.map(({ text }) => text).join('')))}
        >
          {copied === true ? <Icon name="check" size={14} /> : null}
          {t('twin.export.copy')}
        </button>
      )}
      <span className="sr-only" role="status">
        {copied === undefined ? '' : t(copied ? 'inspector.copied' : 'share.copyFailed')}
      </span>
      <span className="grow" />
    </>
  );
  return (
    <TwinFrame title="twin.export.title" text="twin.export.text" closing="editor.close" before={before}>
      <div className="dialog-form">
        <label className="dialog-field">
          {t('twin.export.namespace')}
          <select className="field" value={namespace} onChange={(event) => setNamespace(event.target.value)}>
            <option value={ALL}>{t('twin.export.all')}</option>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label className="row">
          <input
            type="checkbox"
            checked={withSecretValues}
            onChange={(event) => setWithSecretValues(event.target.checked)}
          />
          {t('twin.export.secrets')}
        </label>
      </div>
      <p role="status">{statusText(t, exported)}</p>
      {exported.type === 'ready' ? <NoteList notes={exported.manifests.notes} /> : null}
    </TwinFrame>
  );
}

function statusText(t: ReturnType<typeof useText>, exported: Exported): string {
  if (exported.type === 'working') return t('twin.working');
  if (exported.type === 'failed') return exported.why;
  const { count } = exported.manifests;
  return count === 0 ? t('twin.export.nothing') : t('twin.export.count', { count });
}
