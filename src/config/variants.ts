/** One council under other settings and packs, as each labelled case asks for them. */

import { type CouncilReading, councilOf, type Overlay, type Surroundings } from './council.ts';
import type { Fault } from './fault.ts';
import { builtInTexts, ownPack, packAt } from './load.ts';
import { packShelf } from './pack-shelf.ts';
import { readProtectedList } from './protected-list.ts';
import { readText, readYaml } from './yaml-file.ts';

/** The council with an overlay; the same overlay gives the same council, built once. */
export type Variants = (overlay: Overlay) => CouncilReading;

export type VariantsReading =
  | { readonly kind: 'read'; readonly variant: Variants }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

/** `now` in milliseconds. */
export function openVariants(councilFile: string, now: number = Date.now()): VariantsReading {
  const text = readText(councilFile, 'name a council.yaml with --council');
  if (text.kind === 'refused') return text;
  const yaml = readYaml(text.text, councilFile);
  if (yaml.kind === 'refused') return yaml;
  if (yaml.faults.length > 0) return { kind: 'refused', faults: yaml.faults };
  const around = surroundings(councilFile, text.text, now);
  const base = councilOf(yaml.written, around(null));
  if (base.kind === 'refused') return base;
  const built = new Map<string, CouncilReading>();
  const variant = (overlay: Overlay): CouncilReading => {
    const key = JSON.stringify([
      overlay.protocol,
      overlay.settings,
      overlay.protocol?.includes('/') ? overlay.file : null,
    ]);
    const reading = built.get(key) ?? councilOf(yaml.written, around(overlay), overlay);
    // a refusal names the case that it is about, and so is nobody else's
    if (reading.kind === 'read') built.set(key, reading);
    return reading;
  };
  return { kind: 'read', variant };
}

function surroundings(file: string, text: string, now: number): (overlay: Overlay | null) => Surroundings {
  const texts = [...builtInTexts(), ...ownPack({ file, text })];
  const packs = packShelf(texts);
  const lists = texts.flatMap((source) =>
    source.kind === 'protected' ? [readProtectedList(source.text, source.file)] : [],
  );
  const builtInProtected = lists.flatMap((list) => (list.kind === 'read' ? list.entries : []));
  const today = new Date(now).toISOString().slice(0, 10);
  return (overlay) => {
    const brought = overlay === null || overlay.protocol === null ? [] : packAt(overlay.protocol, overlay.file);
    return { packs: brought.length === 0 ? packs : packShelf([...texts, ...brought]), builtInProtected, today };
  };
}
