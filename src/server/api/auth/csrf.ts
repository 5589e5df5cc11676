/** Headers with which a request says where it comes from. */
export interface Provenance {
  method: string;
  /** The `x-petcam` header: a page of another site cannot add it without asking CORS first. */
  marker: string | undefined;
  origin: string | undefined;
  fetchSite: string | undefined;
  /** `scheme://host` of the hub as the request addressed it. */
  self: string;
}

/**
 * True when a request that carries cookies may act. Reading is safe. Anything else needs the marker header, and
 * must not say that it comes from elsewhere (`Sec-Fetch-Site`, or `Origin` in older browsers).
 */
export function isSameSite(request: Provenance): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  if (request.marker === undefined) return false;
  if (request.fetchSite !== undefined) return request.fetchSite === 'same-origin';
  return request.origin === undefined || request.origin === request.self;
}
