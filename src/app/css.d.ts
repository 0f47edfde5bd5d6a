/** Lets style objects carry custom properties: the geometry that models hand to the style sheet. */
import 'react';

declare module 'react' {
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined;
  }
}
