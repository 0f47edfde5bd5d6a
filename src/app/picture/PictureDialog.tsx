/** Saves what the page shows for slides: a picture as SVG or PNG, a stretch of the run as animated SVG or WebM. Loaded when it opens. */
import { Dialog } from 'radix-ui';
import { useRef, useState } from 'react';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { DialogFrame } from '../layout/DialogFrame';
import './picture.css';
import { download } from '../share/runFile';
import { playbackStore } from '../stores/playbackStore';
import { tellError } from '../stores/toastStore';
import { shortClock } from '../timeline/clockText';
import { FilmFields } from './FilmFields';
import { type Film, filmLimits } from './film';
import { type PictureFormat, PICTURE_FORMATS, save } from './save';
import { availableSubjects, type PictureSubject } from './subjects';

interface PictureDialogProps {
  readonly onClose: () => void;
}

export function PictureDialog({ onClose }: PictureDialogProps) {
  const t = useText();
  const simulation = useSimulation();
  const [subjects] = useState(availableSubjects);
  const [subject, setSubject] = useState<PictureSubject>(subjects[0] ?? 'graph');
  const [format, setFormat] = useState<PictureFormat>('svg');
  const [limits] = useState(() => filmLimits(playbackStore.getState().status));
  const [film, setFilm] = useState<Film>(limits.whole);
  const [progress, setProgress] = useState<number>();
  const work = useRef<AbortController>(undefined);
  const isFilm = format === 'animated' || format === 'webm';
  const formats = PICTURE_FORMATS.filter((each) => each.isHere() && (!each.isFilm || limits.nowMs > 0));

  const start = async () => {
    const controller = new AbortController();
    work.current = controller;
    setProgress(0);
    try {
      const file = await save({
        subject,
        format,
        film,
        simulation,
        title: t(`picture.title.${subject}`, { moment: shortClock(limits.nowMs) }),
        moment: shortClock(limits.nowMs).replaceAll(':', '-'),
        backMs: limits.nowMs,
        onProgress: setProgress,
        signal: controller.signal,
      });
      download(file.name, file.content);
      onClose();
    } catch (error) {
      if (!controller.signal.aborted) tellError(error);
      setProgress(undefined);
    }
  };
  const close = () => {
    work.current?.abort();
    onClose();
  };
  return (
    <DialogFrame title={t('picture.title')} data-no-picture onClose={close}>
      <Dialog.Description className="ink2">{t('picture.text')}</Dialog.Description>
      <div className="dialog-form">
        <label className="dialog-field">
          {t('picture.subject')}
          {/* The options are the subjects. */}
          <select
            className="field"
            value={subject}
            onChange={(event) => setSubject(event.target.value as PictureSubject)}
          >
            {subjects.map((each) => (
              <option key={each} value={each}>
                {t(`picture.subject.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <fieldset className="picture-formats">
          <legend>{t('picture.format')}</legend>
          {formats.map(({ format: each }) => (
            <label key={each} className="row">
              <input type="radio" name="format" checked={format === each} onChange={() => setFormat(each)} />
              <span>
                <b>{t(`picture.format.${each}`)}</b> <span className="dim">{t(`picture.format.${each}.text`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {isFilm ? <FilmFields film={film} limits={limits} onChange={setFilm} /> : null}
      </div>
      <div className="dialog-buttons">
        {progress === undefined ? null : (
          <progress value={progress} max={1} aria-label={t('picture.working')} className="grow" />
        )}
        <Dialog.Close asChild>
          <button type="button" className="btn quiet">
            {t('picture.cancel')}
          </button>
        </Dialog.Close>
        <button type="button" className="btn primary" disabled={progress !== undefined} onClick={() => void start()}>
          <Icon name="down" size={14} />
          {t('picture.save')}
        </button>
      </div>
    </DialogFrame>
  );
}
