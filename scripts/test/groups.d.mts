export interface Membership {
  group: string;
  why: string | null;
}
export const GROUPS: string[];
export const EQUIPMENT: { uses: string; group: string; why: string }[];
export const FILES: { file: string; group: string; why: string }[];
export const ALONE: { file: string; why: string }[];
export const LIMITS: { file: string; seconds: number; why: string }[];
export function testFiles(): string[];
export function groupOf(file: string): Membership;
export function isAlone(file: string): boolean;
export function limitOf(file: string, load: number): number;
