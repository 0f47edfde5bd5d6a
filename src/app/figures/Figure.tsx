/** A live diagram with its caption: drawn from what the cluster holds at the shown moment. */
import { type ComponentType, lazy, type LazyExoticComponent, Suspense } from 'react';
import './figures.css';
import { figures } from './registry';

interface FigureProps {
  readonly name: string;
  readonly caption: string | undefined;
}

/** Each is made once: a component that is made anew loses what it holds. */
const drawings: Readonly<Record<string, LazyExoticComponent<ComponentType>>> = Object.fromEntries(
  Object.entries(figures).map(([name, load]) => [name, lazy(async () => ({ default: await load() }))]),
);

/** Nothing for a name that no diagram has: lessons may be newer than the page. */
export function Figure({ name, caption }: FigureProps) {
  const Drawing = Object.hasOwn(drawings, name) ? drawings[name] : undefined;
  if (Drawing === undefined) return null;
  return (
    <figure className="lesson-figure">
      <Suspense fallback={null}>
        <Drawing />
      </Suspense>
      {caption === undefined ? null : <figcaption>{caption}</figcaption>}
    </figure>
  );
}
