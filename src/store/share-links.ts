/** A link to some photos, for people without an account. Its secret is known to whoever was given it alone. */
export interface ShareLinkRow {
  id: number;
  createdBy: number;
  createdAt: number;
  expiresAt: number;
  /** How often it was opened. */
  opened: number;
  lastOpenedAt: number | null;
  /** Its photos in the order in which they were chosen, without those that are deleted; `number` stays with each. */
  photos: { number: number; id: number }[];
}

/** A link to be made. */
export interface NewShareLink {
  /** SHA-256 of its secret, hexadecimal. */
  tokenHash: string;
  /** Ids, at least one. */
  photos: number[];
  createdBy: number;
  expiresAt: number;
}

/** Links to photos, while they may be opened. */
export interface ShareLinks {
  /** Newest first. */
  shareLinks(): ShareLinkRow[];
  /** The link of a secret, by its hash; null for one that is over, was ended, or never was. */
  shareLinkOf(tokenHash: string): ShareLinkRow | null;
  /** Refusals `photo-unknown`, `share-links-full`. */
  createShareLink(link: NewShareLink): Promise<ShareLinkRow>;
  /** Counts that a link was opened. */
  countShareOpening(id: number): Promise<void>;
  /** Ends a link at once; does nothing for one that is not there. */
  endShareLink(id: number): Promise<void>;
}
