/** Options of the add-on, as the form of Home Assistant gives them. */
export interface AddOnOptions {
  home_assistant: boolean;
  https_port: number;
  camera_port: number;
  storage_mb: number;
  photos_days: number;
  backup: boolean;
  log_level: string;
  settings?: string[];
}

/** MQTT service of the Supervisor. */
export interface Broker {
  host: string;
  port: number;
  ssl: boolean;
  username: string;
  password: string;
}

export const places: Record<'options' | 'data' | 'backups' | 'vision' | 'password' | 'newerVersion', string>;
export const INGRESS_PORT: number;
export function newerVersionOf(info: { update_available?: unknown; version_latest?: unknown }): string | null;
export function settingsOf(options: AddOnOptions, broker: Broker | null): Record<string, string>;
