export const root: string;
export function bootstrap(): void;
export function buildWeb(): void;
export function run(command: string, args: string[], environment?: Record<string, string>): void;
export function tool(name: string): string;
