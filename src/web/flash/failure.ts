import type { FlashFailureCode } from '../i18n/flash.js';

/** A step of flashing that did not succeed; `detail` is for whoever reports it, in English. */
export class FlashFailure extends Error {
  override readonly name = 'FlashFailure';
  readonly code: FlashFailureCode;
  /** Fact that the words of this code name: the chip that was found, the size of its flash. */
  readonly found: string;

  constructor(code: FlashFailureCode, detail: string, found = '', options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.found = found;
  }
}
