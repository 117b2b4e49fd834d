/** Reads one council.yaml: every fault at once, or the council. */
import type { Council } from '../../rules/council.ts';
import { buildCouncil } from './build-council.ts';
import { councilShape } from './council-shape.ts';
import { type Fault, inOrder, isRefused } from './fault.ts';
import { valueAt } from './key.ts';
import { overlaid } from './overlay.ts';
import type { Packs } from './pack-shelf.ts';
import type { PackReading } from './packs.ts';
import { removalFaults } from './protected-list.ts';
import { referenceFaults } from './references.ts';
import { ruleSettings } from './rule-settings.ts';
import { fitInto } from './shape.ts';
import { wholeCouncilFaults } from './whole-council.ts';
import { faultAt, readYaml, type Written } from './yaml-file.ts';

export type CouncilReading =
  | { readonly kind: 'read'; readonly council: Council; readonly warnings: readonly Fault[] }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

/** What stands outside the file and bears on it. */
export type Surroundings = {
  readonly packs: Packs;
  readonly builtInProtected: readonly string[];
  /** `YYYY-MM-DD`: a review date before it has lapsed. */
  readonly today: string;
};

/** Laid over council.yaml for one case: maps merge, lists replace. Its faults are told of `file`. */
export type Overlay = {
  readonly file: string;
  readonly protocol: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
};

export function readCouncil(text: string, file: string, around: Surroundings): CouncilReading {
  const yaml = readYaml(text, file);
  if (yaml.kind === 'refused') return yaml;
  const reading = councilOf(yaml.written, around);
  if (yaml.faults.length === 0) return reading;
  return {
    kind: 'refused',
    faults: [...yaml.faults, ...(reading.kind === 'refused' ? reading.faults : reading.warnings)],
  };
}

/** The council as its file describes it, or with an overlay. */
export function councilOf(base: Written, around: Surroundings, overlay?: Overlay): CouncilReading {
  const written = overlay === undefined ? base : overlaid(base, overlay);
  const borrowed = overlay !== undefined && overlay.protocol !== null;
  const shape = fitInto(councilShape, written);
  const pack = packOf(written, around.packs, borrowed ? overlay.file : base.file);
  const protocol = pack.kind === 'pack' ? pack.protocol : null;
  const { rules, faults: ofRules } = ruleSettings({ written, protocol, today: around.today, borrowed });
  const found = [
    ...(shape.kind === 'faults'
      ? shape.faults
      : removalFaults(written, shape.value.protected_removed, around.builtInProtected)),
    ...(pack.kind === 'unknown' ? pack.faults : []),
    ...referenceFaults(written),
    ...wholeCouncilFaults(written),
    ...ofRules,
  ];
  const faults = [...inOrder(found), ...(pack.kind === 'refused' ? pack.faults : [])];
  if (isRefused(faults) || shape.kind === 'faults' || protocol === null) return { kind: 'refused', faults };
  const council = buildCouncil({ written: shape.value, protocol, rules, builtInProtected: around.builtInProtected });
  return { kind: 'read', council, warnings: faults };
}

/** `unknown`: the fault is where it is named; `refused`: in the pack itself. */
function packOf(
  written: Written,
  packs: Packs,
  from: string,
): PackReading | { readonly kind: 'unknown'; readonly faults: readonly Fault[] } {
  const path = ['council', 'protocol'];
  const reference = valueAt(written.value, path);
  // left out or no word at all: the shape says so
  if (typeof reference !== 'string' || reference === '') return { kind: 'unknown', faults: [] };
  const found = packs.find(reference, from);
  return found.kind === 'unknown'
    ? { kind: 'unknown', faults: [faultAt(written, path, found.says, found.remedy)] }
    : found;
}
