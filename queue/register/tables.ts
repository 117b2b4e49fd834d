/** The register's tables as kysely sees them: column for column what `migrations.ts` makes. */
import type { Generated, JSONColumnType } from 'kysely';
import type { SiblingLetter } from '../../rules/history.ts';
import type { Judgement } from '../../rules/judgement.ts';
import type { CopyState, LetterState, Piece, TransactionTerms } from './records.ts';

type Json<T> = JSONColumnType<T & object>;

export type Tables = {
  letters: {
    id: string;
    council: string;
    state: LetterState;
    origin: 'upstream' | 'submission' | 'inbound' | 'own';
    protected: boolean;
    policy_version: number | null;
    received_at: number;
    decided_at: number;
    settled_at: number | null;
    size: number;
    sha256: string;
    envelope_from: string | null;
    author: string | null;
    subject: string | null;
    message_id: string | null;
    visible: Json<string[]>;
    judgement: Json<Judgement> | null;
    unended: number;
    keep: boolean;
  };
  renderings: {
    letter: string;
    n: number;
    council: string;
    sha256: string;
    size: number;
    pieces: Json<readonly Piece[]>;
  };
  copies: {
    letter: string;
    n: number;
    council: string;
    address: string;
    state: CopyState;
    rules: Json<string[]>;
    held_for: 'author' | 'review' | null;
    reviewer: string | null;
    rendering: number;
    in_place_of: number | null;
    grp: number | null;
    terms: Json<TransactionTerms> | null;
    last_reply: string | null;
    uncertain: number;
  };
  groups: {
    letter: string;
    grp: number;
    council: string;
    rendering: number;
    terms: Json<TransactionTerms> | null;
    open: boolean;
    attempt: number;
    tries: number;
    owner: string | null;
    opened_at: number | null;
    dot_at: number | null;
    next_at: number;
    waits: string | null;
  };
  effects: {
    letter: string;
    key: string;
    council: string;
    kind: 'notice' | 'report';
    payload: Json<object>;
    at: number;
    child: string | null;
    once: string | null;
  };
  events: {
    id: Generated<number>;
    letter: string | null;
    council: string;
    at: number;
    actor: string;
    kind: string;
    payload: Json<Record<string, unknown>>;
  };
  carried: {
    council: string;
    message_id: string;
    letter: string;
    author: string | null;
    visible: Json<string[]>;
    at: number;
  };
  siblings: {
    council: string;
    key: string;
    letter: string;
    at: number;
    handed_in: string;
    copies: Json<SiblingLetter['copies']>;
  };
  told: { council: string; key: string; letter: string; effect: string; at: number };
  policies: { council: string; version: number; hash: string; source: Json<object>; at: number };
  accounts: { name: string; council: string; person: string | null; role: string; hash: string; changed_at: number };
  workers: { instance: string; role: string; started_at: number; beat_at: number };
};
