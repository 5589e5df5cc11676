export function memoryFolder(memory?: string): string | null;
