import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import { meterBody } from './upload-meter.js';
import { nameFault } from './uploads.js';

/** Bytes of a whole multipart body, and what else a sign-in may have. */
const MAX_FORM_BYTES = 32 * 1024;
const limits = { fields: 20, parts: 20, fieldSize: MAX_FORM_BYTES, fileSize: MAX_FORM_BYTES };

/**
 * Makes a hook that gives a multipart body to the schema of its route as the text fields that it has; files are read
 * over. Bodies of other types are left as they are.
 * @throws {ApiRefusal} `body-too-large`, `upload-slow`, `body-invalid`
 */
export function readFormFields(clock: Clock) {
  return async (request: FastifyRequest): Promise<void> => {
    if (!request.isMultipart()) return;
    const meter = meterBody(request.raw, clock, MAX_FORM_BYTES);
    try {
      request.body = await Promise.race([meter.failed, fieldsOf(request)]);
    } catch (thrown) {
      throw nameFault(thrown);
    } finally {
      meter.stop();
      request.raw.unpipe().resume();
    }
  };
}

async function fieldsOf(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields: [string, unknown][] = [];
  for await (const part of request.parts({ limits })) {
    if (part.type === 'file') part.file.resume();
    else fields.push([part.fieldname, part.value]);
  }
  return Object.fromEntries(fields);
}
