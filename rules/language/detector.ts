/**
 * A detector tells what a sentence does (binds, instructs, complains …) by weighing its features. The weights are
 * learned from sentences written for the purpose (`training/`), and every verdict can name the words that made it.
 */
import { featuresOf, type Occasion } from './features.ts';

export type Model = {
  /** Added to every sentence's sum. */
  readonly bias: number;
  readonly weights: Readonly<Record<string, number>>;
};

export type Detector = {
  /** 0 to 1. */
  readonly chance: (sentence: string, occasion: Occasion) => number;
  /** The features that spoke for it, strongest first. */
  readonly because: (sentence: string, occasion: Occasion) => readonly string[];
};

export function detectorFrom({ bias, weights }: Model): Detector {
  const known = new Map(Object.entries(weights));
  const weighed = (sentence: string, occasion: Occasion) => {
    const features = featuresOf(sentence, occasion);
    const scale = scaleOf(features.length);
    return features.flatMap((feature): readonly (readonly [string, number])[] => {
      const weight = known.get(feature);
      return weight === undefined ? [] : [[feature, weight * scale]];
    });
  };
  return {
    chance: (sentence, occasion) =>
      logistic(weighed(sentence, occasion).reduce((sum, [, weight]) => sum + weight, bias)),
    because: (sentence, occasion) =>
      weighed(sentence, occasion)
        .filter(([, weight]) => weight > 0)
        .sort(([, a], [, b]) => b - a)
        .map(([feature]) => feature)
        .slice(0, 8),
  };
}

/** A long sentence has more features, and must not count for more because of it. */
export function scaleOf(features: number): number {
  return 4 / Math.sqrt(Math.max(20, features));
}

export function logistic(sum: number): number {
  return 1 / (1 + Math.exp(-sum));
}
