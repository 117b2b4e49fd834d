/** What supervisor and role processes say to each other over the channel between them. */
import type { Settings } from '../config/settings.ts';
import type { StoreUrls } from '../stores/urls.ts';
import type { Question } from './role.ts';

export type ToRole =
  | {
      readonly kind: 'begin';
      readonly settings: Settings;
      readonly stores: StoreUrls;
      /** `worker-1`; the process adds what makes it unique. */
      readonly name: string;
      /** When the supervisor began, milliseconds since 1970. */
      readonly since: number;
      /** The module's URL, and the name of the role's function in it. */
      readonly module: string;
      readonly run: string;
    }
  /** The snapshot has changed. */
  | { readonly kind: 'policy' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown };

export type FromRole =
  /** Its code is loaded and listens: what is sent before that could be lost. */
  { readonly kind: 'hello' } | { readonly kind: 'question'; readonly id: number; readonly question: Question };
