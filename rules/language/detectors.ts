/** Each detector, made from its model when it is first asked. */
import { type Detector, detectorFrom, type Model } from './detector.ts';
import { binds } from './models/binds.ts';
import { speaksForCouncil } from './models/speaks-for-council.ts';

const MODELS = { binds, 'speaks-for-council': speaksForCouncil } satisfies Readonly<Record<string, Model>>;
export type DetectorName = keyof typeof MODELS;

const made = new Map<DetectorName, Detector>();

export function detector(name: DetectorName): Detector {
  const known = made.get(name) ?? detectorFrom(MODELS[name]);
  made.set(name, known);
  return known;
}
