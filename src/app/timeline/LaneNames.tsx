/** The names of the lanes, left of them; the row of all controllers opens into one per controller. */
import { controllerText } from '../controlPlane/words';
import { LongName } from '../graph/LongName';
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';
import { Icon } from '../icons/Icon';
import { barStore } from './barStore';
import type { Row, RowTitle } from './lanes';

interface LaneNamesProps {
  readonly rows: readonly Row[];
  readonly height: number;
  readonly width: number;
}

const WORDS: Readonly<Record<Exclude<RowTitle, 'kubelet' | 'controller' | 'other'>, TextKey>> = {
  you: 'timeline.lane.you',
  api: 'timeline.lane.api',
  controllers: 'timeline.lane.controllers',
  scheduler: 'timeline.lane.scheduler',
  nodes: 'timeline.lane.nodes',
};

export function LaneNames({ rows, height, width }: LaneNamesProps) {
  return (
    <div className="bar-names" style={{ width }}>
      {rows.map((row) => (
        <div key={row.key} className="bar-name" style={{ height }}>
          <LaneName row={row} />
        </div>
      ))}
    </div>
  );
}

function LaneName({ row: { title, name, isOpen, lanes } }: { readonly row: Row }) {
  const t = useText();
  if (title === 'kubelet')
    return (
      <span className="bar-kubelet" title={`kubelet ${name ?? ''}`}>
        <span className="name-end">kubelet&nbsp;</span>
        <span className="sub">
          <LongName name={name ?? ''} room={10} />
        </span>
      </span>
    );
  if (title === 'controller')
    return (
      <span className="ell sub bar-inner" title={name}>
        {controllerText(name ?? '')}
      </span>
    );
  if (title === 'other') return <span className="ell">{name}</span>;
  const words = t(WORDS[title]);
  if (isOpen === undefined || lanes.length === 0) return <span className="ell">{words}</span>;
  return (
    <button
      type="button"
      className="bar-open"
      aria-expanded={isOpen}
      title={t('timeline.controllers.open')}
      onClick={() => barStore.getState().toggleControllers()}
    >
      <span className="ell">{words}</span>
      <Icon name="chev" size={12} />
    </button>
  );
}
