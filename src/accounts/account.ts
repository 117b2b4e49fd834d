/** Somebody who may sign in: at submission, and at the desk. */
import type { CouncilId, PersonId } from '../../rules/council.ts';

export const ROLES = [
  'member',
  'officer',
  'proper-officer',
  'deputy',
  'member-reviewer',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

export type Account = {
  readonly name: string;
  readonly council: CouncilId;
  /** Null for who is nobody of the directory, such as an auditor. */
  readonly person: PersonId | null;
  readonly role: Role;
  /** argon2id, in its own encoding. */
  readonly hash: string;
};

export function readRole(text: string | undefined): Role | null {
  return ROLES.find((role) => role === text) ?? null;
}
