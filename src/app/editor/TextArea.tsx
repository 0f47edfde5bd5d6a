/** The text of a file: Monaco as soon as it has arrived; a plain field before, and for good if it never arrives. */
import { Component, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { usePageQuery } from '../layout/PageContext';
import './editor.css';
import { type EditorProps, PlainEditor } from './PlainEditor';

const MonacoEditor = lazy(() =>
  import('./MonacoEditor').then(({ MonacoEditor: component }) => ({ default: component })),
);

interface TextAreaProps extends Omit<EditorProps, 'held' | 'locked'> {
  readonly plain: boolean;
}

/** `plain`: never Monaco. */
export function TextArea({ plain, ...given }: TextAreaProps) {
  const idle = useIdle();
  const held = useRef<number>(undefined);
  const { readOnly } = usePageQuery();
  // What is written elsewhere than among the files changes no cluster.
  const props = { ...given, held, locked: readOnly === true && given.space === undefined };
  const field = <PlainEditor {...props} />;
  if (plain || !idle) return field;
  return (
    <Fallback otherwise={field}>
      <Suspense fallback={field}>
        <MonacoEditor {...props} />
      </Suspense>
    </Fallback>
  );
}

/** True once the page has painted and has nothing better to do: Monaco is big and not needed to see the cluster. */
function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(() => setIdle(true), 1500);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(() => setIdle(true), { timeout: 4000 });
    return () => cancelIdleCallback(handle);
  }, []);
  return idle;
}

interface FallbackProps {
  readonly otherwise: ReactNode;
  readonly children: ReactNode;
}

/** Offline before Monaco was ever loaded, or a frame that may not start workers: the plain field stays. */
class Fallback extends Component<FallbackProps, { readonly failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed ? this.props.otherwise : this.props.children;
  }
}
