/**
 * Beside a container whose image cannot be pulled because the simulation does not know it: says so, and offers to run
 * it as a generic server or to write down what it does.
 */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { ApiError } from '../../api/meta/status';
import type { Container } from '../../api/core/pod';
import { useBackend, useList } from '../cluster/ClusterContext';
import { draftStore } from '../editor/draftStore';
import { useText } from '../i18n/useText';
import { Icon } from '../icons/Icon';
import { panelStore } from '../stores/panelStore';
import { type PlaybackState, playbackStore, virtualNow, waitKey } from '../stores/playbackStore';
import { toastStore } from '../stores/toastStore';
import { PutIntoTerminal } from '../terminal/PutIntoTerminal';
import { commandStore } from '../timeline/commandStore';
import { definitionName, definitionOf, definitionText, genericDefinition, genericLine } from './imageDefinition';

interface UnknownImageProps {
  readonly namespace: string;
  readonly pod: string;
  readonly container: Container;
}

/** Nothing for an image that is known in another tag: then the registry's own words are all there is to say. */
export function UnknownImage({ namespace, pod, container }: UnknownImageProps) {
  const t = useText();
  const { image } = container;
  const { simulation } = useBackend();
  const defined = definitionOf(image, useList('Image')) !== undefined;
  const [known, setKnown] = useState<boolean>();
  useEffect(() => {
    let isCurrent = true;
    simulation?.knowsImage(image).then(
      (answer) => {
        if (isCurrent) setKnown(answer);
      },
      () => {}, // The engine died, which the page tells elsewhere.
    );
    return () => {
      isCurrent = false;
    };
  }, [simulation, image, defined]);
  if (defined) return <NextPull namespace={namespace} pod={pod} container={container} />;
  if (known !== false) return null;
  return (
    <section className="callout unknown-image" aria-label={t('image.unknown.title')}>
      <Icon name="bulb" />
      <div className="grow">
        <b>{t('image.unknown.title')}</b>
        <p>{t('image.unknown.text', { image })}</p>
        <Offers container={container} />
      </div>
    </section>
  );
}

function Offers({ container }: { readonly container: Container }) {
  const t = useText();
  const { client, simulation } = useBackend();
  const { image } = container;
  const line = genericLine(image);
  const runGeneric = async () => {
    try {
      const { metadata } = await client.create('Image', genericDefinition(image));
      const text = `image.images.kubeloop.dev/${metadata.name} created`;
      toastStore.getState().show({ tone: 'done', title: t('image.generic.done', { image }), text });
      void commandStore.getState().refresh(simulation);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toastStore.getState().show({ tone: 'error', title: t('image.generic.refused'), text: error.message });
    }
  };
  const edit = () => {
    draftStore
      .getState()
      .open(`image-${definitionName(image)}.yaml`, definitionText(container, t('image.edit.comment')));
    panelStore.getState().setOpen('files', true);
    panelStore.getState().showTab('files');
  };
  return (
    <>
      <div className="unknown-image-buttons">
        <button type="button" className="btn" title={line} onClick={() => void runGeneric()}>
          {t('image.generic')}
        </button>
        <button type="button" className="btn quiet" onClick={edit}>
          {t('image.edit')}
        </button>
      </div>
      <p className="dim text-12">{t('image.generic.what')}</p>
      <div className="action-line">
        <code className="mono wrap-anywhere">{line}</code>
        <PutIntoTerminal line={line} />
      </div>
    </>
  );
}

/** The image has a definition now: when the kubelet asks for it again. */
function NextPull({ namespace, pod, container }: UnknownImageProps) {
  const t = useText();
  const seconds = useStore(playbackStore, (state) => secondsToPull(state, { namespace, pod, name: container.name }));
  return (
    <section className="callout unknown-image" aria-label={t('image.defined.title')}>
      <Icon name="check" />
      <div className="grow" role="status">
        <b>{t('image.defined.title')}</b>
        <p>{seconds === undefined ? t('image.defined.soon') : t('image.defined.next', { seconds })}</p>
      </div>
    </section>
  );
}

function secondsToPull(
  state: PlaybackState,
  at: { readonly namespace: string; readonly pod: string; readonly name: string },
) {
  const rows = state.waits.get(waitKey({ kind: 'Pod', namespace: at.namespace, name: at.pod }));
  const until = rows?.find(({ what, container }) => what === 'imageBackOff' && container === at.name)?.until;
  const now = virtualNow(state);
  return until === undefined || now === undefined ? undefined : Math.max(0, Math.ceil((until - now) / 1000));
}
