/** Which component draws which live diagram. Each is fetched when a lesson shows it. */
import type { ComponentType } from 'react';
import type { FigureName } from '../../../lessons/figureNames';

export const figures: Readonly<Partial<Record<FigureName, () => Promise<ComponentType>>>> = {};
