/** A security event, `count` times at once. */
export interface SecurityEventRow {
  id: number;
  at: number;
  /** A stable name, for instance `sign-in-failed`. */
  name: string;
  /** The name of an account, when there is such an account. */
  person: string | null;
  address: string | null;
  camera: string | null;
  count: number;
}

/** Security event before it has an id and a time. */
export interface NewSecurityEvent {
  name: string;
  person?: string | null | undefined;
  address?: string | null | undefined;
  camera?: string | null | undefined;
  count: number;
}

/** Security events of the hub. The newest 2,000 are kept. */
export interface SecurityEvents {
  /** Newest first; only those before the id `before` when it is given. */
  securityEvents(limit: number, before?: number): SecurityEventRow[];
  addSecurityEvent(event: NewSecurityEvent): Promise<void>;
}
